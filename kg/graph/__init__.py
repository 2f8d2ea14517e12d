"""RDF: quads built from records, the store that holds them, the shapes that check them."""

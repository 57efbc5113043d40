"""What is known about words of a language by themselves: lists, lexicon, forms of verbs, closed classes, towns."""

"""Programs that rows run as processes of their own, in the product's environment.

`python -m bench.programs NAME --option=value`; each has `main(arguments)` and gives what is printed as JSON.
"""

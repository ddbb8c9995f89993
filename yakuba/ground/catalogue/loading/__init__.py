"""Reading a definition folder: TOML and Markdown to dataclasses, with every fault named."""

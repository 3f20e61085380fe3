"""How well findings are found: releases of which we know the truth, and real history whose next year tells it."""

package org.odenet.models.data;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files under construction: written as {@code <name>.part} beside their place, and moved there when they are whole. */
final class AtomicMove {
    private AtomicMove() {}

    static Path partOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    static void intoPlace(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

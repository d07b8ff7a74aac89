package org.odenet.models.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of image files, told by their first bytes, never by the name of a file. */
enum ImageFormat {
    PNG(List.of("png"), 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'),
    JPEG(List.of("jpg", "jpeg"), 0xff, 0xd8, 0xff),
    GIF(List.of("gif"), 'G', 'I', 'F', '8'),
    BMP(List.of("bmp"), 'B', 'M');

    private final List<String> extensions;
    private final int[] signature;

    ImageFormat(List<String> extensions, int... signature) {
        this.extensions = extensions;
        this.signature = signature;
    }

    static Optional<ImageFormat> of(byte[] content) {
        return Arrays.stream(values()).filter(format -> format.begins(content)).findFirst();
    }

    private boolean begins(byte[] content) {
        if (content.length < signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((content[i] & 0xFF) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    /** The extensions of files in these formats, in small letters. */
    static List<String> allExtensions() {
        return Arrays.stream(values())
                .flatMap(format -> format.extensions.stream())
                .toList();
    }

    /** Whether a file of this name is taken for an image. */
    static boolean isNameOfImage(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return allExtensions().stream().anyMatch(extension -> lower.endsWith("." + extension));
    }
}

package org.odenet.models.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The integrity of a PNG file: chunks of length, type, data and checksum, up to the end chunk (W3C Portable Network
 * Graphics specification, section 5). The JDK's reader looks neither at the checksums nor for the end.
 */
final class PngChunks {
    private static final int SIGNATURE_BYTES = 8;
    private static final int TYPE_BYTES = 4;
    /** Length, type and checksum. */
    private static final int FRAME_BYTES = 12;

    private PngChunks() {}

    static void check(byte[] content) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(content).position(SIGNATURE_BYTES);
        String type;
        do {
            type = checkChunk(in);
        } while (!type.equals("IEND"));
    }

    /** Steps over one chunk. */
    private static String checkChunk(ByteBuffer in) throws IOException {
        int start = in.position();
        long length = in.remaining() < FRAME_BYTES ? 0 : Integer.toUnsignedLong(in.getInt());
        if (start + length + FRAME_BYTES > in.limit()) {
            throw new IOException("it ends at byte %d, inside the chunk that starts at byte %d, and has no end chunk"
                    .formatted(in.limit(), start));
        }
        int typeAt = in.position();
        int checked = TYPE_BYTES + (int) length;
        CRC32 checksum = new CRC32();
        checksum.update(in.array(), typeAt, checked);
        String type = new String(in.array(), typeAt, TYPE_BYTES, StandardCharsets.ISO_8859_1);
        int stored = in.position(typeAt + checked).getInt();
        if (stored != (int) checksum.getValue()) {
            throw new IOException("the checksum of chunk %s at byte %d is 0x%08x, but its data have 0x%08x"
                    .formatted(type, start, stored, checksum.getValue()));
        }
        return type;
    }
}

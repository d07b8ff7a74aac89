package org.odenet.models.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The head of a .npy file: what its elements are and how they lie.
 *
 * <p>Source: the format's description, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 *
 * @param byteLength bytes from the start of the file to the first element
 * @param order 'c' if the last index varies fastest, 'f' if the first does
 */
record NpyHeader(long byteLength, ElementType type, char order, long[] shape) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** A plain array's header is about a hundred characters; NumPy itself refuses more than this. */
    private static final int MAX_TEXT_BYTES = 10_000;

    private static final Map<String, ElementType> TYPES = Map.of(
            "<f4", ElementType.F32,
            "<f8", ElementType.F64,
            "<i4", ElementType.I32,
            "<i8", ElementType.I64,
            "|u1", ElementType.U8);

    /**
     * Reads a header and leaves the stream at the first element.
     *
     * @throws NpyFormatException if the header is not sound or the kind of array is not supported
     */
    static NpyHeader read(InputStream in) throws IOException, NpyFormatException {
        byte[] start = readFully(in, MAGIC.length + 2);
        if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new NpyFormatException("it does not begin as a .npy file does");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
            throw new NpyFormatException("its .npy version is " + version + "." + start[MAGIC.length + 1]
                    + "; versions 1.0, 2.0 and 3.0 are read");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        long length = littleEndian(readFully(in, lengthBytes));
        if (length > MAX_TEXT_BYTES) {
            throw new NpyFormatException("its header has " + length + " bytes, above the limit of " + MAX_TEXT_BYTES);
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String text = new String(readFully(in, (int) length), charset);
        return new Parser(text).parse(start.length + lengthBytes + length);
    }

    private static byte[] readFully(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("it ends within its header");
        }
        return bytes;
    }

    private static long littleEndian(byte[] bytes) {
        long value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value << 8 | Byte.toUnsignedLong(bytes[i]);
        }
        return value;
    }

    /** Reads the header's Python dictionary: exactly the three keys of the format, and only plain literals. */
    private static final class Parser {

        private final String text;
        private int position;
        private ElementType type;
        private Character order;
        private long[] shape;

        Parser(String text) {
            this.text = text;
        }

        NpyHeader parse(long byteLength) throws NpyFormatException {
            Set<String> seen = new HashSet<>();
            expect('{');
            while (!accept('}')) {
                String key = quoted();
                expect(':');
                if (!seen.add(key)) {
                    throw wrong("has the key '" + key + "' twice");
                }
                readValue(key);
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            skipSpace();
            if (position < text.length()) {
                throw wrong("has more after its end");
            }
            if (seen.size() < 3) {
                throw wrong("has the keys " + new TreeSet<>(seen) + " instead of descr, fortran_order and shape");
            }
            return new NpyHeader(byteLength, type, order, shape);
        }

        private void readValue(String key) throws NpyFormatException {
            switch (key) {
                case "descr" -> type = readType();
                case "fortran_order" -> order = readBoolean() ? 'f' : 'c';
                case "shape" -> shape = readShape();
                default -> throw wrong("has the unknown key '" + key + "'");
            }
        }

        private ElementType readType() throws NpyFormatException {
            skipSpace();
            if (text.startsWith("[", position)) {
                throw wrong("describes an array of records, which is not supported");
            }
            String descr = quoted();
            ElementType known = TYPES.get(descr);
            if (known == null) {
                throw wrong(
                        "has the element type '" + descr + "', which is not one of " + new TreeSet<>(TYPES.keySet()));
            }
            return known;
        }

        private boolean readBoolean() throws NpyFormatException {
            skipSpace();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, position)) {
                    position += word.length();
                    return word.equals("True");
                }
            }
            throw wrong("needs True or False");
        }

        private long[] readShape() throws NpyFormatException {
            long[] sizes = new long[TensorData.MAX_RANK];
            int rank = 0;
            expect('(');
            while (!accept(')')) {
                if (rank == sizes.length) {
                    throw wrong("has more than " + sizes.length + " dimensions");
                }
                sizes[rank++] = readSize();
                if (!accept(',')) {
                    // Python's (3) is a number in brackets, not a tuple.
                    if (rank == 1) {
                        throw wrong("needs a comma after the only size");
                    }
                    expect(')');
                    break;
                }
            }
            return Arrays.copyOf(sizes, rank);
        }

        private long readSize() throws NpyFormatException {
            skipSpace();
            int start = position;
            while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
                position++;
            }
            String digits = text.substring(start, position);
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw wrong("needs a size from 0 to 2^63 - 1 and has '" + digits + "'");
            }
        }

        private String quoted() throws NpyFormatException {
            skipSpace();
            char quote = position < text.length() ? text.charAt(position) : 0;
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, position + 1) : -1;
            if (end < 0) {
                throw wrong("needs a quoted text");
            }
            String content = text.substring(position + 1, end);
            if (content.indexOf('\\') >= 0) {
                throw wrong("has an escape in a text");
            }
            position = end + 1;
            return content;
        }

        private void expect(char wanted) throws NpyFormatException {
            if (!accept(wanted)) {
                throw wrong("needs '" + wanted + "'");
            }
        }

        private boolean accept(char wanted) {
            skipSpace();
            boolean found = position < text.length() && text.charAt(position) == wanted;
            if (found) {
                position++;
            }
            return found;
        }

        private void skipSpace() {
            while (position < text.length() && " \n".indexOf(text.charAt(position)) >= 0) {
                position++;
            }
        }

        private NpyFormatException wrong(String problem) {
            return new NpyFormatException("its header " + problem + " (at character " + position + ")");
        }
    }
}

package org.odenet.models.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A gzip stream that knows how much of its file the compressed data take: {@link GZIPInputStream} passes over whatever
 * follows them, so that a file with foreign bytes at its end would go unnoticed.
 */
final class MeasuredGzipStream extends GZIPInputStream {
    private static final int BUFFER = 1 << 16;
    /** Checksum and length, RFC 1952 section 2.3.1. */
    private static final int TRAILER_BYTES = 8;

    private final long headerBytes;

    MeasuredGzipStream(InputStream file) throws IOException {
        this(new CountingStream(file));
    }

    private MeasuredGzipStream(CountingStream file) throws IOException {
        super(file, BUFFER);
        // The constructor reads the header byte by byte and nothing after it.
        headerBytes = file.count;
    }

    /** The bytes of the first gzip member; to be asked at the end of the data. */
    long compressedBytes() {
        return headerBytes + inf.getBytesRead() + TRAILER_BYTES;
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                count++;
            }
            return value;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = super.read(target, from, length);
            if (read > 0) {
                count += read;
            }
            return read;
        }
    }
}

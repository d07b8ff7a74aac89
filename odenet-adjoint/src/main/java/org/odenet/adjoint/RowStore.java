package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.state.BatchSpace;

/** Rows of batches, kept one after another in batches of full size, so that memory is needed for what is kept alone. */
final class RowStore<S> implements AutoCloseable {

    private final BatchSpace<S> space;
    private final List<S> batches = new ArrayList<>();
    private long size;

    RowStore(BatchSpace<S> space) {
        this.space = space;
    }

    /** Appends some rows of a batch, and tells the place of the first; the others follow. */
    long append(int count, S from, int... rows) {
        long first = size;
        for (int done = 0; done < count; ) {
            int row = (int) (size % space.samples());
            if (row == 0) {
                batches.add(space.create());
            }
            int fits = Math.min(count - done, space.samples() - row);
            S last = batches.get(batches.size() - 1);
            space.copyRows(fits, from, Arrays.copyOfRange(rows, done, done + fits), last, range(row, fits));
            done += fits;
            size += fits;
        }
        return first;
    }

    /** Copies rows from a place on into the first rows of a batch. */
    void read(long first, int count, S to) {
        for (int done = 0; done < count; ) {
            long place = first + done;
            int row = (int) (place % space.samples());
            int fits = Math.min(count - done, space.samples() - row);
            S batch = batches.get((int) (place / space.samples()));
            space.copyRows(fits, batch, range(row, fits), to, range(done, fits));
            done += fits;
        }
    }

    private static int[] range(int from, int count) {
        int[] range = new int[count];
        Arrays.setAll(range, i -> from + i);
        return range;
    }

    @Override
    public void close() {
        batches.forEach(space::release);
        batches.clear();
    }
}

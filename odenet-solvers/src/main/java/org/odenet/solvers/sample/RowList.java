package org.odenet.solvers.sample;

/** Some of the rows, in their order. */
final class RowList {

    /** Up to the size. */
    final int[] rows;

    int size;

    RowList(int most) {
        this.rows = new int[most];
    }

    void clear() {
        size = 0;
    }

    void add(int row) {
        rows[size++] = row;
    }

    boolean isEmpty() {
        return size == 0;
    }
}

package org.odenet.onednn;

import java.nio.FloatBuffer;
import org.odenet.onednn.AxisTransforms.InArrays;
import org.odenet.onednn.AxisTransforms.WithPlanes;

/**
 * The transforms of Winograd's convolution (Lavin and Gray 2016, "Fast algorithms for convolutional neural networks"): a
 * convolution of a tile becomes a product of polynomials, which is taken at some points along both axes and interpolated.
 *
 * <p>The loops along one axis are short, because the compiler keeps vectors in registers only in code that it takes in
 * whole. What need not be native memory is in arrays, where the compiler checks less at each access.
 */
final class TileTransforms {

    /** The taps of a weight along an axis. */
    static final int TAPS = 3;

    /** So many values of each tap are transformed at a time. */
    private static final int BLOCK = 256;

    private static final AxisTransforms FOUR = FourPixels.transforms();
    private static final AxisTransforms SIX = SixPixels.transforms();
    private static final AxisTransforms SEVEN = SevenPixels.transforms();

    /** An image with its border. */
    private float[] image = {};

    /** Values between the transform along one axis and along the other. */
    private float[] between = {};

    /** Adds something to a sample of a result, which has a border. */
    @FunctionalInterface
    interface Addition {
        void addTo(float[] bordered, int sample);
    }

    private static AxisTransforms of(AxisTiles tiles) {
        return switch (tiles.size()) {
            case FOUR -> FOUR;
            case SIX -> SIX;
            case SEVEN -> SEVEN;
        };
    }

    private float[] image(TransformedTiles tiles) {
        return image(tiles.grid().borderedPixels() * tiles.channels());
    }

    private float[] image(int length) {
        if (image.length < length) {
            image = new float[length];
        }
        return image;
    }

    private float[] between(int length) {
        if (between.length < length) {
            between = new float[length];
        }
        return between;
    }

    /** Transforms some images, from one on, which may be the input of a convolution. */
    void input(FloatBuffer images, int first, TransformedTiles to) {
        float[] bordered = image(to);
        for (int i = 0; i < to.samples(); i++) {
            to.grid().read(images, first + i, to.channels(), bordered);
            input(bordered, to, i);
        }
    }

    private void input(float[] bordered, TransformedTiles to, int sample) {
        TileGrid grid = to.grid();
        AxisTiles down = grid.down();
        int row = grid.borderedWidth() * to.channels();
        float[] rows = between(down.size().points() * row);
        Layout lines = Layout.of(row, row, row);
        for (int y = 0; y < down.tiles(); y++) {
            InArrays.run(of(down).input(), bordered, y * down.size().pixels() * row, rows, 0, lines);
            toPlanes(of(grid.across()).inputToPlanes(), rows, row, to, sample, y);
        }
    }

    /** Transforms a row of tiles, whose values at the points down are known, along the other axis. */
    private static void toPlanes(WithPlanes transform, float[] rows, int row, TransformedTiles to, int sample, int y) {
        AxisTiles across = to.grid().across();
        int channels = to.channels();
        int runs = to.grid().down().size().points();
        int nextPoints = across.size().points() * to.plane();
        Layout layout = new Layout(channels, channels, to.plane(), runs, row, nextPoints);
        for (int x = 0; x < across.tiles(); x++) {
            int at = x * across.size().pixels() * channels;
            WithPlanes.run(transform, rows, at, to.memory(), to.place(sample, y, x), layout);
        }
    }

    /** Transforms products back, to some images, from one on. */
    void output(TransformedTiles from, Addition addition, FloatBuffer images, int first) {
        float[] bordered = image(from);
        for (int i = 0; i < from.samples(); i++) {
            output(from, i, bordered);
            addition.addTo(bordered, first + i);
            from.grid().write(bordered, from.channels(), images, first + i);
        }
    }

    private void output(TransformedTiles from, int sample, float[] bordered) {
        TileGrid grid = from.grid();
        AxisTiles down = grid.down();
        AxisTiles across = grid.across();
        int channels = from.channels();
        Layout points = planesToColumns(from);
        Layout tiles = columnsToRows(from);
        int column = points.pixel();
        float[] columns = between(across.size().pixels() * column);
        for (int y = 0; y < down.tiles(); y++) {
            WithPlanes.run(of(across).outputFromPlanes(), columns, 0, from.memory(), from.place(sample, y, 0), points);
            int place = grid.indexOf(y * down.size().pixels(), 0, channels);
            for (int x = 0; x < across.size().pixels(); x++) {
                InArrays.run(of(down).output(), columns, x * column, bordered, place + x * channels, tiles);
            }
        }
    }

    /** A row of tiles, from planes to columns: for each pixel across its values at the points down, of all tiles. */
    private static Layout planesToColumns(TransformedTiles from) {
        AxisTiles across = from.grid().across();
        int points = from.grid().down().size().points();
        int length = across.tiles() * from.channels();
        return new Layout(
                length,
                points * length,
                from.plane(),
                points,
                length,
                across.size().points() * from.plane());
    }

    /** One of those columns, to the rows of images with their borders. */
    private static Layout columnsToRows(TransformedTiles from) {
        AxisTiles across = from.grid().across();
        int channels = from.channels();
        return new Layout(
                channels,
                from.grid().borderedWidth() * channels,
                across.tiles() * channels,
                across.tiles(),
                across.size().pixels() * channels,
                channels);
    }

    /** Transforms the output's cotangents, some images, from one on. */
    void outputCotangent(FloatBuffer images, int first, TransformedTiles to) {
        float[] bordered = image(to);
        for (int i = 0; i < to.samples(); i++) {
            to.grid().read(images, first + i, to.channels(), bordered);
            outputCotangent(bordered, to, i);
        }
    }

    private void outputCotangent(float[] bordered, TransformedTiles to, int sample) {
        TileGrid grid = to.grid();
        AxisTiles down = grid.down();
        int row = grid.borderedWidth() * to.channels();
        int length = grid.across().pixels() * to.channels();
        float[] rows = between(down.size().points() * length);
        Layout lines = Layout.of(length, row, length);
        for (int y = 0; y < down.tiles(); y++) {
            int at = grid.indexOf(y * down.size().pixels(), 0, to.channels());
            InArrays.run(of(down).outputCotangent(), bordered, at, rows, 0, lines);
            toPlanes(of(grid.across()).outputCotangentToPlanes(), rows, length, to, sample, y);
        }
    }

    /**
     * Transforms products back to the input's cotangents, some images, from one on. It is the transpose of {@link #input}: what a
     * tile read of its neighbours it gives back to them.
     */
    void inputCotangent(TransformedTiles from, FloatBuffer images, int first) {
        TileGrid grid = from.grid();
        float[] rows = image(grid.overlappingPixels() * from.channels());
        for (int i = 0; i < from.samples(); i++) {
            inputCotangent(from, i, rows);
            grid.writeOverlapping(rows, from.channels(), images, first + i);
        }
    }

    private void inputCotangent(TransformedTiles from, int sample, float[] rows) {
        TileGrid grid = from.grid();
        AxisTiles down = grid.down();
        AxisTiles across = grid.across();
        int pixels = across.size().pixels();
        int channels = from.channels();
        Layout points = planesToColumns(from);
        Layout tiles = columnsToRows(from);
        int column = points.pixel();
        float[] columns = between((pixels + 2) * column);
        for (int y = 0; y < down.tiles(); y++) {
            WithPlanes.run(
                    of(across).inputCotangentFromPlanes(), columns, 0, from.memory(), from.place(sample, y, 0), points);
            exchange(columns, across, column, points.length(), channels);
            int place = grid.indexOfOverlapping(y, 0, channels);
            for (int x = 0; x < pixels; x++) {
                InArrays.run(of(down).inputCotangent(), columns, (x + 1) * column, rows, place + x * channels, tiles);
            }
        }
        exchange(rows, grid, channels);
    }

    /** Adds the first and last columns of tiles, which are in their borders, to those of the neighbours that they are a part of. */
    private static void exchange(float[] columns, AxisTiles across, int column, int length, int channels) {
        int last = across.size().pixels() * column;
        int others = length - channels;
        for (int line = 0; line < column; line += length) {
            VectorAlgebra.add(columns, line + channels, others, last + line);
            VectorAlgebra.add(columns, last + column + line, others, column + line + channels);
        }
    }

    /** The same with rows. */
    private static void exchange(float[] rows, TileGrid grid, int channels) {
        int row = grid.borderedWidth() * channels;
        int length = grid.across().pixels() * channels;
        int last = grid.down().size().pixels();
        for (int y = 1; y < grid.down().tiles(); y++) {
            int first = grid.indexOfOverlapping(y, 0, channels);
            int before = grid.indexOfOverlapping(y - 1, last, channels);
            VectorAlgebra.add(rows, first, length, before);
            VectorAlgebra.add(rows, before + row, length, first + row);
        }
    }

    /**
     * Transforms a weight.
     *
     * @param grid the images' tiles
     * @param taps the weight, its 3 by 3 taps the slowest in memory
     * @param length the number of values of each tap
     * @param plane the floats between planes
     */
    static void weight(TileGrid grid, FloatBuffer taps, int length, FloatBuffer to, int plane) {
        int down = grid.down().size().points();
        int across = grid.across().size().points();
        float[] values = new float[TAPS * TAPS * BLOCK];
        float[] rows = new float[down * TAPS * BLOCK];
        float[] planes = new float[across * BLOCK];
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            for (int tap = 0; tap < TAPS * TAPS; tap++) {
                taps.get(tap * length + i, values, tap * BLOCK, count);
            }
            Layout lines = new Layout(count, TAPS * BLOCK, TAPS * BLOCK, TAPS, BLOCK, BLOCK);
            InArrays.run(of(grid.down()).weight(), values, 0, rows, 0, lines);
            for (int y = 0; y < down; y++) {
                Layout line = Layout.of(count, BLOCK, BLOCK);
                InArrays.run(of(grid.across()).weight(), rows, y * TAPS * BLOCK, planes, 0, line);
                for (int x = 0; x < across; x++) {
                    to.put((y * across + x) * plane + i, planes, x * BLOCK, count);
                }
            }
        }
    }

    /** Turns the gradient of a transformed weight into the weight's; the parameters are as for {@link #weight}. */
    static void weightGradient(TileGrid grid, FloatBuffer from, int plane, int length, FloatBuffer taps) {
        int down = grid.down().size().points();
        int across = grid.across().size().points();
        float[] planes = new float[across * BLOCK];
        float[] rows = new float[TAPS * down * BLOCK];
        float[] values = new float[TAPS * BLOCK];
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    from.get((y * across + x) * plane + i, planes, x * BLOCK, count);
                }
                Layout line = Layout.of(count, down * BLOCK, BLOCK);
                InArrays.run(of(grid.across()).weightGradient(), planes, 0, rows, y * BLOCK, line);
            }
            for (int x = 0; x < TAPS; x++) {
                Layout lines = Layout.of(count, BLOCK, BLOCK);
                InArrays.run(of(grid.down()).weightGradient(), rows, x * down * BLOCK, values, 0, lines);
                for (int y = 0; y < TAPS; y++) {
                    taps.put((y * TAPS + x) * length + i, values, y * BLOCK, count);
                }
            }
        }
    }
}

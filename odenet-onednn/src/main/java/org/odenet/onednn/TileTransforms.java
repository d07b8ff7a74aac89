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

    private static final int TAPS = 3;

    /** So many values of each tap are transformed at a time. */
    private static final int BLOCK = 256;

    private static final TileSize[] SIZES = TileSize.values();

    private static final AxisTransforms THREE = ThreePixels.transforms();

    private static final AxisTransforms FOUR = FourPixels.transforms();

    /** Values between the transform along one axis and along the other. */
    private float[] between = {};

    private static AxisTransforms of(TileSize size) {
        return size == TileSize.FOUR ? FOUR : THREE;
    }

    private float[] between(int length) {
        if (between.length < length) {
            between = new float[length];
        }
        return between;
    }

    /** Transforms an image with its border, which may be the input of a convolution. */
    void input(float[] image, TransformedTiles to, int sample) {
        TileGrid grid = to.grid();
        int row = grid.borderedWidth() * to.channels();
        float[] rows = between(WinogradPoints.ALL * row);
        Layout lines = Layout.of(row, row, row);
        for (TileSize down : SIZES) {
            for (int y = 0; y < grid.down().tiles(down); y++) {
                InArrays.run(of(down).input(), image, grid.down().pixelOf(down, y) * row, rows, 0, lines);
                for (TileSize across : SIZES) {
                    toPlanes(of(across).inputToPlanes(), rows, row, to, sample, down, y, across);
                }
            }
        }
    }

    /** Transforms what has been transformed down along the second axis, the tiles of one width in a row of tiles. */
    private static void toPlanes(
            WithPlanes transform,
            float[] rows,
            int row,
            TransformedTiles to,
            int sample,
            TileSize down,
            int y,
            TileSize across) {
        AxisTiles tiles = to.grid().across();
        int channels = to.channels();
        Layout layout = Layout.inPlanes(channels, channels, to.plane(), down.points(), row);
        for (int x = 0; x < tiles.tiles(across); x++) {
            int place = to.place(sample, down, y, across, x);
            WithPlanes.run(transform, rows, tiles.pixelOf(across, x) * channels, to.memory(), place, layout);
        }
    }

    /** Transforms products back, to an image with its border. */
    void output(TransformedTiles from, int sample, float[] image) {
        TileGrid grid = from.grid();
        for (TileSize down : SIZES) {
            for (int y = 0; y < grid.down().tiles(down); y++) {
                for (TileSize across : SIZES) {
                    if (grid.across().tiles(across) > 0) {
                        output(from, sample, down, y, across, image);
                    }
                }
            }
        }
    }

    /** Transforms the tiles of one width in a row of tiles. */
    private void output(TransformedTiles from, int sample, TileSize down, int y, TileSize across, float[] image) {
        TileGrid grid = from.grid();
        int channels = from.channels();
        int tiles = grid.across().tiles(across);
        int length = tiles * channels;
        int columns = down.points() * length;
        float[] rows = between(across.pixels() * columns);
        Layout points = Layout.inPlanes(length, columns, from.plane(), down.points(), length);
        int place = from.place(sample, down, y, across, 0);
        WithPlanes.run(of(across).outputFromPlanes(), rows, 0, from.memory(), place, points);
        int row = grid.borderedWidth() * channels;
        Layout columnsOfTiles = Layout.inArrays(channels, row, length, tiles, across.pixels() * channels, channels);
        int at = grid.indexOf(grid.down().pixelOf(down, y), grid.across().pixelOf(across, 0), channels);
        for (int x = 0; x < across.pixels(); x++) {
            InArrays.run(of(down).output(), rows, x * columns, image, at + x * channels, columnsOfTiles);
        }
    }

    /** Transforms the output's cotangent, an image with its border, for the weight's gradient. */
    void cotangent(float[] image, TransformedTiles to, int sample) {
        TileGrid grid = to.grid();
        int row = grid.borderedWidth() * to.channels();
        int length = grid.across().pixels() * to.channels();
        float[] rows = between(WinogradPoints.ALL * length);
        Layout lines = Layout.of(length, row, length);
        for (TileSize down : SIZES) {
            for (int y = 0; y < grid.down().tiles(down); y++) {
                int at = grid.indexOf(grid.down().pixelOf(down, y), 0, to.channels());
                InArrays.run(of(down).cotangent(), image, at, rows, 0, lines);
                for (TileSize across : SIZES) {
                    toPlanes(of(across).cotangentToPlanes(), rows, length, to, sample, down, y, across);
                }
            }
        }
    }

    /**
     * Transforms a weight.
     *
     * @param taps the weight, its 3 by 3 taps the slowest in memory
     * @param flipped whether they are taken in the opposite order, as to go back
     * @param length the number of values of each tap
     * @param plane the floats between planes
     */
    static void weight(FloatBuffer taps, boolean flipped, int length, FloatBuffer to, int plane) {
        float[] values = new float[TAPS * TAPS * BLOCK];
        float[] rows = new float[WinogradPoints.ALL * TAPS * BLOCK];
        float[] planes = new float[WinogradPoints.ALL * BLOCK];
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            for (int tap = 0; tap < TAPS * TAPS; tap++) {
                int number = flipped ? TAPS * TAPS - 1 - tap : tap;
                taps.get(number * length + i, values, tap * BLOCK, count);
            }
            for (int x = 0; x < TAPS; x++) {
                Layout down = Layout.of(count, TAPS * BLOCK, TAPS * BLOCK);
                InArrays.run(WeightTransforms::values, values, x * BLOCK, rows, x * BLOCK, down);
            }
            for (int y = 0; y < WinogradPoints.ALL; y++) {
                Layout across = Layout.of(count, BLOCK, BLOCK);
                InArrays.run(WeightTransforms::values, rows, y * TAPS * BLOCK, planes, 0, across);
                for (int x = 0; x < WinogradPoints.ALL; x++) {
                    to.put(PlaneBlock.planeOf(y, x) * plane + i, planes, x * BLOCK, count);
                }
            }
        }
    }

    /**
     * Turns the gradient of a transformed weight into the weight's; the other parameters are as for {@link #weight}.
     *
     * @param grid the images' tiles; planes that none of them is in are not read
     */
    static void weightGradient(TileGrid grid, FloatBuffer from, int plane, int length, FloatBuffer taps) {
        int down = points(grid.down());
        int across = points(grid.across());
        float[] planes = new float[across * BLOCK];
        float[] rows = new float[TAPS * down * BLOCK];
        float[] values = new float[TAPS * BLOCK];
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    from.get(PlaneBlock.planeOf(y, x) * plane + i, planes, x * BLOCK, count);
                }
                InArrays.run(gradient(across), planes, 0, rows, y * BLOCK, Layout.of(count, down * BLOCK, BLOCK));
            }
            for (int x = 0; x < TAPS; x++) {
                InArrays.run(gradient(down), rows, x * down * BLOCK, values, 0, Layout.of(count, BLOCK, BLOCK));
                for (int y = 0; y < TAPS; y++) {
                    taps.put((y * TAPS + x) * length + i, values, y * BLOCK, count);
                }
            }
        }
    }

    private static int points(AxisTiles tiles) {
        return tiles.fours() > 0 ? WinogradPoints.ALL : WinogradPoints.OTHER_THAN_ZERO;
    }

    private static InArrays gradient(int points) {
        return points == WinogradPoints.ALL ? WeightTransforms::gradient : WeightTransforms::gradientWithoutZero;
    }
}

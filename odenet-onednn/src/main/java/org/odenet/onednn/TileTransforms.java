package org.odenet.onednn;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.odenet.onednn.AxisTransforms.FromPlanes;
import org.odenet.onednn.AxisTransforms.InArrays;
import org.odenet.onednn.AxisTransforms.ToPlanes;

/**
 * The transforms of Winograd's convolution (Lavin and Gray 2016, "Fast algorithms for convolutional neural networks"): a
 * convolution of a tile becomes a product of polynomials, which is taken at some points along both axes and interpolated.
 *
 * <p>Transformed tiles are planes, one for each pair of points, at a fixed distance in memory; in each lie the tiles one
 * after the other, channels side by side. Numbers of channels fill whole vectors. Places and distances are in bytes there, in
 * floats in arrays.
 *
 * <p>The loops along one axis are short, because the compiler keeps vectors in registers only in code that it takes in
 * whole. What need not be native memory is in arrays, where the compiler checks less at each access.
 */
final class TileTransforms {

    private static final int TAPS = 3;

    /** So many values of each tap are transformed at a time. */
    private static final int BLOCK = 256;

    private final AxisTransforms axis;
    private final int pixels;
    private final int points;
    /** Values between the transform along one axis and along the other. */
    private float[] between = {};

    TileTransforms(TileSize size) {
        axis = size == TileSize.FOUR ? FourPixels.transforms() : ThreePixels.transforms();
        pixels = size.pixels();
        points = size.points();
    }

    private float[] between(int length) {
        if (between.length < length) {
            between = new float[length];
        }
        return between;
    }

    /**
     * Transforms an image, which may be the input of a convolution.
     *
     * @param image with its border
     * @param to the planes
     * @param place where the first tile's values go in the first plane
     * @param plane the distance between planes
     */
    void input(TileGrid grid, int channels, float[] image, ByteBuffer to, int place, int plane) {
        int row = grid.borderedWidth() * channels;
        float[] rows = between(points * row);
        Layout down = Layout.of(row, row, row);
        for (int y = 0; y < grid.down(); y++) {
            InArrays.run(axis.input(), image, pixels * y * row, rows, 0, down);
            toPlanes(axis.inputToPlanes(), grid, channels, rows, row, to, placeOf(grid, y, channels, place), plane);
        }
    }

    private static int placeOf(TileGrid grid, int down, int channels, int place) {
        return place + down * grid.across() * channels * Float.BYTES;
    }

    /** Transforms a row of tiles along the second axis. */
    private void toPlanes(
            ToPlanes transform,
            TileGrid grid,
            int channels,
            float[] rows,
            int row,
            ByteBuffer to,
            int place,
            int plane) {
        Layout across = new Layout(channels, channels, plane, grid.across(), pixels * channels, channels * Float.BYTES);
        for (int i = 0; i < points; i++) {
            ToPlanes.run(transform, rows, i * row, to, place + i * points * plane, across);
        }
    }

    /** Transforms products back, to an image with its border; {@link #input} names the other parameters. */
    void output(TileGrid grid, int channels, ByteBuffer from, int place, int plane, float[] image) {
        int row = grid.borderedWidth() * channels;
        int length = grid.across() * channels;
        float[] rows = between(pixels * points * length);
        Layout across = Layout.of(length, plane, points * length);
        Layout down = new Layout(channels, length, row, grid.across(), channels, pixels * channels);
        for (int y = 0; y < grid.down(); y++) {
            int first = placeOf(grid, y, channels, place);
            for (int i = 0; i < points; i++) {
                FromPlanes.run(axis.outputFromPlanes(), from, first + i * points * plane, rows, i * length, across);
            }
            int at = grid.indexOfTile(y, 0, channels);
            for (int x = 0; x < pixels; x++) {
                InArrays.run(axis.output(), rows, x * points * length, image, at + x * channels, down);
            }
        }
    }

    /** Transforms the output's cotangent for the weight's gradient; the parameters are as for {@link #input}. */
    void cotangent(TileGrid grid, int channels, float[] image, ByteBuffer to, int place, int plane) {
        int row = grid.borderedWidth() * channels;
        int length = pixels * grid.across() * channels;
        float[] rows = between(points * length);
        Layout down = Layout.of(length, row, length);
        for (int y = 0; y < grid.down(); y++) {
            InArrays.run(axis.cotangent(), image, grid.indexOfTile(y, 0, channels), rows, 0, down);
            toPlanes(
                    axis.cotangentToPlanes(),
                    grid,
                    channels,
                    rows,
                    length,
                    to,
                    placeOf(grid, y, channels, place),
                    plane);
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
    void weight(FloatBuffer taps, boolean flipped, int length, FloatBuffer to, int plane) {
        float[] values = new float[TAPS * TAPS * BLOCK];
        float[] rows = new float[points * TAPS * BLOCK];
        float[] planes = new float[points * BLOCK];
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            for (int tap = 0; tap < TAPS * TAPS; tap++) {
                int number = flipped ? TAPS * TAPS - 1 - tap : tap;
                taps.get(number * length + i, values, tap * BLOCK, count);
            }
            for (int x = 0; x < TAPS; x++) {
                Layout down = Layout.of(count, TAPS * BLOCK, TAPS * BLOCK);
                InArrays.run(axis.weight(), values, x * BLOCK, rows, x * BLOCK, down);
            }
            for (int y = 0; y < points; y++) {
                InArrays.run(axis.weight(), rows, y * TAPS * BLOCK, planes, 0, Layout.of(count, BLOCK, BLOCK));
                for (int x = 0; x < points; x++) {
                    to.put((y * points + x) * plane + i, planes, x * BLOCK, count);
                }
            }
        }
    }

    /** Turns the gradient of a transformed weight into the weight's; the parameters are as for {@link #weight}. */
    void weightGradient(FloatBuffer from, int plane, int length, FloatBuffer taps) {
        float[] planes = new float[points * BLOCK];
        float[] rows = new float[TAPS * points * BLOCK];
        float[] values = new float[TAPS * BLOCK];
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            for (int y = 0; y < points; y++) {
                for (int x = 0; x < points; x++) {
                    from.get((y * points + x) * plane + i, planes, x * BLOCK, count);
                }
                InArrays.run(axis.gradient(), planes, 0, rows, y * BLOCK, Layout.of(count, BLOCK, points * BLOCK));
            }
            for (int x = 0; x < TAPS; x++) {
                InArrays.run(axis.gradient(), rows, x * points * BLOCK, values, 0, Layout.of(count, BLOCK, BLOCK));
                for (int y = 0; y < TAPS; y++) {
                    taps.put((y * TAPS + x) * length + i, values, y * BLOCK, count);
                }
            }
        }
    }
}

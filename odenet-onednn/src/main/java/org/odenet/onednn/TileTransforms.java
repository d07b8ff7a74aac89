package org.odenet.onednn;

/**
 * The transforms of Winograd's convolution (Lavin and Gray 2016, "Fast algorithms for convolutional neural networks"): a
 * convolution of a tile becomes a product of polynomials, which is taken at some points along both axes and interpolated.
 *
 * <p>The loops along one axis are short, because the compiler keeps vectors in registers only in code that it takes in
 * whole. All values are in native memory, where vectors lie in whole cache lines.
 */
final class TileTransforms {

    private static final int TAPS = 3;

    /** So many bytes of each tap are transformed at a time. */
    private static final int BLOCK = 1024;

    private static final AxisTransforms FOUR = FourPixels.transforms();
    private static final AxisTransforms SIX = SixPixels.transforms();
    private static final AxisTransforms SEVEN = SevenPixels.transforms();

    /** An image with a border. */
    private final NativeBlock image;

    /** Values between the transform along one axis and along the other. */
    private final NativeBlock between;

    /** Transforms with the memory of a thread. */
    TileTransforms(NativeThread thread) {
        image = thread.image();
        between = thread.between();
    }

    /** Adds something to a sample of a result, which has a border. */
    @FunctionalInterface
    interface Addition {
        void addTo(NativeFloats bordered, int sample);
    }

    private static AxisTransforms of(AxisTiles tiles) {
        return switch (tiles.size()) {
            case FOUR -> FOUR;
            case SIX -> SIX;
            case SEVEN -> SEVEN;
        };
    }

    private NativeFloats image(TransformedTiles tiles) {
        return image.require((long) tiles.grid().borderedPixels() * tiles.pixel());
    }

    /** Transforms some images, from one on, which may be the input of a convolution. */
    void input(NativeFloats images, int first, TransformedTiles to) {
        NativeFloats bordered = image(to);
        for (int i = 0; i < to.samples(); i++) {
            to.grid().read(images, first + i, to.pixel(), bordered);
            input(bordered, to, i);
        }
    }

    private void input(NativeFloats image, TransformedTiles to, int sample) {
        TileGrid grid = to.grid();
        AxisTiles down = grid.down();
        int row = grid.borderedWidth() * to.pixel();
        NativeFloats rows = between.require((long) down.size().points() * row);
        Layout lines = Layout.of(row, row, row);
        for (int y = 0; y < down.tiles(); y++) {
            AxisTransform.run(of(down).input(), image, y * down.size().pixels() * row, rows, 0, lines);
            across(of(grid.across()).input(), rows, row, to, sample, y);
        }
    }

    /** Transforms a row of tiles, whose values at the points down are known, along the other axis. */
    private static void across(
            AxisTransform transform, NativeFloats rows, int row, TransformedTiles to, int sample, int y) {
        AxisTiles across = to.grid().across();
        int pixel = to.pixel();
        int nextPoints = across.size().points() * to.plane();
        Layout layout =
                new Layout(pixel, pixel, to.plane(), to.grid().down().size().points(), row, nextPoints);
        for (int x = 0; x < across.tiles(); x++) {
            int at = x * across.size().pixels() * pixel;
            AxisTransform.run(transform, rows, at, to.memory(), to.place(sample, y, x), layout);
        }
    }

    /** Transforms products back, to some images, from one on. */
    void output(TransformedTiles from, Addition addition, NativeFloats images, int first) {
        NativeFloats bordered = image(from);
        for (int i = 0; i < from.samples(); i++) {
            output(from, i, bordered);
            addition.addTo(bordered, first + i);
            from.grid().write(bordered, from.pixel(), images, first + i);
        }
    }

    private void output(TransformedTiles from, int sample, NativeFloats image) {
        TileGrid grid = from.grid();
        AxisTiles down = grid.down();
        AxisTiles across = grid.across();
        int pixel = from.pixel();
        int length = across.tiles() * pixel;
        int column = down.size().points() * length;
        NativeFloats columns = between.require((long) across.size().pixels() * column);
        int nextPoints = across.size().points() * from.plane();
        Layout points = new Layout(length, column, from.plane(), down.size().points(), length, nextPoints);
        int row = grid.borderedWidth() * pixel;
        Layout tiles =
                new Layout(pixel, row, length, across.tiles(), across.size().pixels() * pixel, pixel);
        for (int y = 0; y < down.tiles(); y++) {
            AxisTransform.run(of(across).output(), from.memory(), from.place(sample, y, 0), columns, 0, points);
            int place = grid.indexOf(y * down.size().pixels(), 0) * pixel;
            for (int x = 0; x < across.size().pixels(); x++) {
                AxisTransform.run(of(down).output(), columns, x * column, image, place + x * pixel, tiles);
            }
        }
    }

    /** Transforms the output's cotangents, some images, from one on, for the weight's gradient. */
    void cotangent(NativeFloats images, int first, TransformedTiles to) {
        NativeFloats bordered = image(to);
        for (int i = 0; i < to.samples(); i++) {
            to.grid().read(images, first + i, to.pixel(), bordered);
            cotangent(bordered, to, i);
        }
    }

    private void cotangent(NativeFloats image, TransformedTiles to, int sample) {
        TileGrid grid = to.grid();
        AxisTiles down = grid.down();
        int row = grid.borderedWidth() * to.pixel();
        int length = grid.across().pixels() * to.pixel();
        NativeFloats rows = between.require((long) down.size().points() * length);
        Layout lines = Layout.of(length, row, length);
        for (int y = 0; y < down.tiles(); y++) {
            int at = grid.indexOf(y * down.size().pixels(), 0) * to.pixel();
            AxisTransform.run(of(down).cotangent(), image, at, rows, 0, lines);
            across(of(grid.across()).cotangent(), rows, length, to, sample, y);
        }
    }

    /**
     * Transforms a weight.
     *
     * @param grid the images' tiles
     * @param taps the weight, its 3 by 3 taps the slowest in memory
     * @param flipped whether they are taken in the opposite order, as to go back
     * @param tap the bytes from one tap to the next
     * @param plane the bytes from one plane to the next
     */
    void weight(TileGrid grid, NativeFloats taps, boolean flipped, int tap, NativeFloats planes, int plane) {
        int first = flipped ? (TAPS * TAPS - 1) * tap : 0;
        int next = flipped ? -tap : tap;
        int across = grid.across().size().points();
        NativeFloats rows = between.require((long) grid.down().size().points() * TAPS * BLOCK);
        for (int i = 0; i < tap; i += BLOCK) {
            int length = Math.min(BLOCK, tap - i);
            Layout down = new Layout(length, TAPS * next, TAPS * BLOCK, TAPS, next, BLOCK);
            AxisTransform.run(of(grid.down()).weight(), taps, first + i, rows, 0, down);
            Layout line = new Layout(length, BLOCK, plane, grid.down().size().points(), TAPS * BLOCK, across * plane);
            AxisTransform.run(of(grid.across()).weight(), rows, 0, planes, i, line);
        }
    }

    /** Turns the gradient of a transformed weight into the weight's; the parameters are as for {@link #weight}. */
    void weightGradient(TileGrid grid, NativeFloats planes, int plane, NativeFloats taps, int tap) {
        int across = grid.across().size().points();
        NativeFloats rows = between.require((long) grid.down().size().points() * TAPS * BLOCK);
        for (int i = 0; i < tap; i += BLOCK) {
            int length = Math.min(BLOCK, tap - i);
            Layout line = new Layout(length, BLOCK, plane, grid.down().size().points(), TAPS * BLOCK, across * plane);
            AxisTransform.run(of(grid.across()).weightGradient(), planes, i, rows, 0, line);
            Layout down = new Layout(length, TAPS * tap, TAPS * BLOCK, TAPS, tap, BLOCK);
            AxisTransform.run(of(grid.down()).weightGradient(), rows, 0, taps, i, down);
        }
    }
}

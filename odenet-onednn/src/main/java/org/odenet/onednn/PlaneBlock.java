package org.odenet.onednn;

import java.util.List;
import java.util.stream.Stream;

/**
 * Planes of transformed tiles, one for each pair of {@link WinogradPoints}, that hold the same tiles: at zero there are only
 * tiles of four pixels. First come the planes of points other than zero, then those of zero down, those of zero across, and
 * that of both. In all of them the tiles are in the order of {@link TileGrid#firstOf}, in which those of a block lie side by
 * side.
 *
 * @param firstPlane the first plane
 * @param planes how many there are
 * @param firstTile the first tile, of one sample
 * @param tiles the number of tiles, of one sample
 */
record PlaneBlock(int firstPlane, int planes, int firstTile, int tiles) {

    private static final int OTHERS = WinogradPoints.OTHER_THAN_ZERO;

    private static final int FIRST_OF_ZERO_DOWN = OTHERS * OTHERS;

    /** The first plane of point zero across. */
    static final int FIRST_OF_ZERO_ACROSS = FIRST_OF_ZERO_DOWN + OTHERS;

    private static final int ZERO = FIRST_OF_ZERO_ACROSS + OTHERS;

    /** The number of all planes. */
    static final int PLANES = ZERO + 1;

    /** The number of the plane of a pair of points. */
    static int planeOf(int down, int across) {
        return across == OTHERS ? FIRST_OF_ZERO_ACROSS + down : OTHERS * down + across;
    }

    /** The blocks with tiles. */
    static List<PlaneBlock> of(TileGrid grid) {
        AxisTiles down = grid.down();
        AxisTiles across = grid.across();
        if (down.threes() == 0 && across.threes() == 0) {
            return List.of(new PlaneBlock(0, PLANES, 0, grid.tiles()));
        }
        int withZero = grid.firstOf(TileSize.FOUR, TileSize.FOUR);
        return Stream.of(
                        new PlaneBlock(0, OTHERS * OTHERS, 0, grid.tiles()),
                        new PlaneBlock(FIRST_OF_ZERO_DOWN, OTHERS, withZero, down.fours() * across.tiles()),
                        new PlaneBlock(FIRST_OF_ZERO_ACROSS, OTHERS, 0, down.tiles() * across.fours()),
                        new PlaneBlock(ZERO, 1, withZero, down.fours() * across.fours()))
                .filter(block -> block.tiles() > 0)
                .toList();
    }
}

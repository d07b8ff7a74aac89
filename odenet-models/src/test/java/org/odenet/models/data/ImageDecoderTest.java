package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final String NAME = "upload.png";

    @TempDir
    private Path folder;

    private static int[] decode(byte[] content, int channels, int height, int width) {
        byte[] bytes = ImageDecoder.to(new ImageShape(channels, height, width)).decode(NAME, content);
        int[] values = new int[bytes.length];
        Arrays.setAll(values, i -> bytes[i] & 0xFF);
        return values;
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ImageDecoder decoder, byte[] content) {
        return assertThatThrownBy(() -> decoder.decode(NAME, content))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("image upload.png");
    }

    private static ImageDecoder small() {
        return ImageDecoder.to(new ImageShape(1, 8, 8));
    }

    @Test
    void greyValuesStayAsStored() {
        int[] all = new int[256];
        Arrays.setAll(all, i -> i);
        byte[] png = TestImages.png(TestImages.GREY, 16, 16, all);
        assertThat(decode(png, 1, 16, 16)).containsExactly(all);
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, 16, 16, all);
        assertThat(decode(TestImages.encoded("bmp", image), 1, 16, 16)).containsExactly(all);
    }

    @Test
    void greyOfFewBitsAndOfManyIsScaledToEight() {
        byte[] fourBits = TestImages.png(TestImages.GREY, 4, 2, 1, new byte[] {0x1F});
        assertThat(decode(fourBits, 1, 1, 1)).containsExactly(17);
        byte[] oneBit = TestImages.png(TestImages.GREY, 1, 2, 2, new byte[] {(byte) 0x80, 0x40});
        assertThat(decode(oneBit, 1, 2, 2)).containsExactly(255, 0, 0, 255);
        byte[] sixteenBits = TestImages.png(TestImages.GREY, 16, 1, 2, new byte[] {(byte) 0x80, (byte) 0x80, 0, 127});
        assertThat(decode(sixteenBits, 1, 2, 1)).containsExactly(128, 0);
    }

    @Test
    void greyBecomesColourByRepetition() {
        byte[] png = TestImages.png(TestImages.GREY, 2, 2, 1, 20, 130, 255);
        assertThat(decode(png, 3, 2, 2)).containsExactly(1, 20, 130, 255, 1, 20, 130, 255, 1, 20, 130, 255);
    }

    @Test
    void coloursComeInPlanes() {
        byte[] png = TestImages.png(TestImages.RGB, 2, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(decode(png, 3, 2, 2)).containsExactly(1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12);
        for (String format : new String[] {"bmp", "gif"}) {
            byte[] file = TestImages.encoded(format, 8, 8, (x, y) -> y < 4 ? 0x010203 : 0xFF8000);
            int[] values = decode(file, 3, 8, 8);
            assertThat(Arrays.copyOfRange(values, 0, 64))
                    .as(format)
                    .startsWith(1, 1)
                    .endsWith(255, 255);
            assertThat(Arrays.copyOfRange(values, 64, 128))
                    .as(format)
                    .startsWith(2, 2)
                    .endsWith(128, 128);
            assertThat(Arrays.copyOfRange(values, 128, 192))
                    .as(format)
                    .startsWith(3, 3)
                    .endsWith(0, 0);
        }
    }

    /** 0.299·255 = 76.2, 0.587·255 = 149.7, 0.114·255 = 29.1; 0.299·10 + 0.587·100 + 0.114·200 = 84.5 in real numbers. */
    @Test
    void colourBecomesGreyByTheLumaWeights() {
        byte[] png = TestImages.png(TestImages.RGB, 2, 2, 255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 100, 201);
        assertThat(decode(png, 1, 2, 2)).containsExactly(76, 150, 29, 85);
    }

    /** Half of linear light is 188 of 255 in sRGB (IEC 61966-2-1); JPEG itself may change a value by one or two. */
    @Test
    void theColourProfileOfAJpegIsApplied() {
        byte[] jpeg = TestImages.encoded("jpeg", 8, 8, (x, y) -> 0x808080);
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        assertThat(decode(TestImages.withProfile(jpeg, profile), 1, 1, 1)[0]).isBetween(185, 191);
        assertThat(decode(jpeg, 1, 1, 1)).containsExactly(128);
    }

    @Test
    void transparentPartsLieOverWhite() {
        byte[] rgba = TestImages.png(TestImages.RGBA, 1, 2, 9, 9, 9, 0, 0, 100, 255, 128);
        // 255·127/255 = 127; (100·128 + 255·127)/255 = 177.2.
        assertThat(decode(rgba, 3, 2, 1)).containsExactly(255, 127, 255, 177, 255, 255);
        byte[] greyAlpha = TestImages.png(TestImages.GREY_ALPHA, 2, 2, 7, 255, 0, 0, 0, 51, 200, 255);
        assertThat(decode(greyAlpha, 1, 2, 2)).containsExactly(7, 255, 204, 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    void aConstantImageStaysConstantAtEachSize(String format) {
        byte[] file = TestImages.encoded(format, 37, 23, (x, y) -> 0x404040);
        for (int side : new int[] {1, 5, 23, 64}) {
            assertThat(decode(file, 1, side, side)).containsOnly(0x40);
            assertThat(decode(file, 3, side, side)).containsOnly(0x40);
        }
    }

    /** Shrunk by two, the weights of source pixels 2i−1 to 2i+2 are 1/8, 3/8, 3/8, 1/8; those outside fall away. */
    @Test
    void shrinkingWeighsAllPixels() {
        byte[] row = TestImages.grey(6, 2, (x, y) -> new int[] {70, 0, 80, 160, 0, 240}[x]);
        // (70·3 + 0·3 + 80)/7 = 41.4; (0 + 80·3 + 160·3 + 0)/8 = 90; (160 + 0·3 + 240·3)/7 = 125.7.
        assertThat(decode(row, 1, 1, 3)).containsExactly(41, 90, 126);
        byte[] column = TestImages.grey(2, 6, (x, y) -> new int[] {70, 0, 80, 160, 0, 240}[y]);
        assertThat(decode(column, 1, 3, 1)).containsExactly(41, 90, 126);
    }

    @Test
    void finePatternsDoNotAlias() {
        byte[] stripes = TestImages.grey(64, 64, (x, y) -> x % 2 * 255);
        int[] shrunk = decode(stripes, 1, 8, 8);
        for (int y = 0; y < 8; y++) {
            assertThat(Arrays.copyOfRange(shrunk, 8 * y + 1, 8 * y + 7)).containsOnly(128);
        }
    }

    /** Grown by two, an output lies a quarter of a pixel beside a source pixel: weights 3/4 and 1/4. */
    @Test
    void growingIsLinear() {
        byte[] row = TestImages.grey(2, 1, (x, y) -> x * 100);
        assertThat(decode(row, 1, 2, 4)).containsExactly(0, 25, 75, 100, 0, 25, 75, 100);
    }

    @Test
    void theMiddleIsCutOut() {
        byte[] wide = TestImages.grey(8, 2, (x, y) -> 10 * x + y);
        assertThat(decode(wide, 1, 2, 2)).containsExactly(30, 40, 31, 41);
        byte[] high = TestImages.grey(2, 8, (x, y) -> 10 * y + x);
        assertThat(decode(high, 1, 2, 2)).containsExactly(30, 31, 40, 41);
    }

    /** Of surpluses 1, 3 and 5, what is cut off before the middle is 0, 2 and 2: halves are rounded to even numbers. */
    @Test
    void anOddSurplusIsCutAtTheEvenPosition() {
        assertThat(decode(TestImages.grey(2, 1, (x, y) -> x), 1, 1, 1)).containsExactly(0);
        assertThat(decode(TestImages.grey(4, 1, (x, y) -> x), 1, 1, 1)).containsExactly(2);
        assertThat(decode(TestImages.grey(6, 1, (x, y) -> x), 1, 1, 1)).containsExactly(2);
    }

    @Test
    void aShapeThatIsNoSquareIsCovered() {
        byte[] square = TestImages.grey(4, 4, (x, y) -> 10 * y);
        assertThat(decode(square, 1, 2, 4)).containsExactly(10, 10, 10, 10, 20, 20, 20, 20);
        byte[] wide = TestImages.grey(4, 2, (x, y) -> 10 * x);
        assertThat(decode(wide, 1, 2, 1)).containsExactly(20, 20);
    }

    /** The whole resized image would have 2·10^9 pixels; its middle lies between the centres of two source pixels. */
    @Test
    void ofAThinImageOnlyTheMiddleIsResized() {
        byte[] thin = TestImages.grey(500_000, 1, (x, y) -> x == 250_000 ? 200 : 0);
        int[] middle = decode(thin, 1, 64, 64);
        // The first output lies 1/128 beside the left centre, the last 127/128: 200/128 = 1.6, 200·127/128 = 198.4.
        assertThat(middle[0]).isEqualTo(2);
        assertThat(middle[63]).isEqualTo(198);
    }

    @Test
    void filesStreamsAndBytesGiveTheSame() throws IOException {
        byte[] content = TestImages.random("jpeg", 20, 16);
        Path file = TestFiles.write(folder, "photo.bin", content);
        byte[] expected = small().decode(NAME, content);
        assertThat(small().decode(file)).isEqualTo(expected);
        try (InputStream in = new ByteArrayInputStream(content)) {
            assertThat(small().decode(NAME, in)).isEqualTo(expected);
        }
    }

    @Test
    void refusesAMissingFile() {
        Path missing = folder.resolve("missing.png");
        assertThatThrownBy(() -> small().decode(missing))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll("image " + missing, "does not exist", "check the path");
    }

    @Test
    void refusesWhatIsNoImage() {
        assertRefused(small(), new byte[0]).hasMessageContainingAll("is empty", "fetch it again");
        assertRefused(small(), "<html>text".getBytes(StandardCharsets.US_ASCII))
                .hasMessageContainingAll("is not a PNG, JPEG, GIF, BMP image", "3c 68 74 6d 6c 3e 74 65;", "save it");
        assertRefused(small(), new byte[] {'P'}).hasMessageContaining("it starts with the bytes 50;");
        assertRefused(small(), "BMW is a maker of cars".getBytes(StandardCharsets.US_ASCII))
                .hasMessageContainingAll("unsupported BMP image", "save it anew");
    }

    @Test
    void refusesMorePixelsThanTheLimitBeforeDecoding() {
        assertRefused(small(), TestImages.pngOfSize(50_000, 40_000))
                .hasMessageContainingAll("2000000000 pixels (50000x40000)", "50000000", "make it smaller");
        byte[] png = TestImages.grey(4, 4, (x, y) -> x);
        assertThat(small().withMaxPixels(16).decode(NAME, png)).hasSize(64);
        assertRefused(small().withMaxPixels(15), png).hasMessageContaining("16 pixels (4x4), more than 15");
    }

    @Test
    void refusesMoreBytesThanTheLimit() {
        byte[] png = TestImages.grey(4, 4, (x, y) -> x);
        assertThat(small().withMaxBytes(png.length).decode(NAME, png)).hasSize(64);
        ImageDecoder tight = small().withMaxBytes(png.length - 1);
        assertRefused(tight, png)
                .hasMessageContainingAll("more than " + (png.length - 1) + " bytes", "raise the limit");
        Path file = TestFiles.write(folder, "large.png", png);
        assertThatThrownBy(() -> tight.decode(file))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(file.toString(), "bytes");
    }

    /** The remaining rows of a JPEG that ends early would be grey, with no more than a warning of the JDK's reader. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp"})
    void refusesAFileThatIsCutAnywhere(String format) {
        byte[] whole = TestImages.random(format, 20, 17);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(small(), Arrays.copyOf(whole, length));
        }
    }

    /** A GIF's last bytes close the file behind its first picture, which may be whole without them. */
    @Test
    void aGifThatIsCutIsRefusedOrGivesItsWholePicture() {
        byte[] whole = TestImages.random("gif", 20, 17);
        byte[] expected = small().decode(NAME, whole);
        int shortest = whole.length - 4;
        for (int length = 0; length < shortest; length++) {
            assertRefused(small(), Arrays.copyOf(whole, length));
        }
        for (int length = shortest; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                assertThat(small().decode(NAME, cut)).isEqualTo(expected);
            } catch (DataSetException e) {
                assertThat(e).hasMessageContaining(NAME);
            }
        }
    }

    @Test
    void tellsWhatIsWrongWithATruncatedFile() {
        byte[] png = TestImages.random("png", 20, 17);
        assertRefused(small(), Arrays.copyOf(png, png.length - 12))
                .hasMessageContainingAll("truncated", "PNG", "no end chunk", "fetch it again");
        byte[] jpeg = TestImages.random("jpeg", 20, 17);
        assertRefused(small(), Arrays.copyOf(jpeg, jpeg.length - 100))
                .hasMessageContainingAll("truncated", "JPEG", "Missing EOI marker", "fetch it again");
    }

    @Test
    void refusesAChangedByteInAPng() {
        byte[] png = TestImages.random("png", 20, 17);
        for (int i = 8; i < png.length; i++) {
            byte[] changed = png.clone();
            changed[i] ^= 0x10;
            assertRefused(small(), changed);
        }
        png[60] ^= 1;
        assertRefused(small(), png).hasMessageContainingAll("the checksum of chunk IDAT at byte 33", "damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "gif", "bmp"})
    void aChangedByteIsReadOrRefusedAndNothingElse(String format) {
        byte[] whole = TestImages.random(format, 12, 9);
        ImageDecoder decoder = small().withMaxPixels(10_000);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] = (byte) (31 * i + 7);
            try {
                assertThat(decoder.decode(NAME, changed)).hasSize(64);
            } catch (DataSetException e) {
                assertThat(e).hasMessageContaining(NAME);
            } catch (RuntimeException e) {
                fail("byte " + i, e);
            }
        }
    }

    /** 8 MB of text in 8 kB: what stands beside the picture is neither unpacked nor a reason to refuse it. */
    @Test
    void textsInAPngAreLeftAlone() {
        byte[] png = TestImages.grey(4, 4, (x, y) -> 9);
        int data = 33;
        byte[] text = TestImages.chunk(
                "zTXt", TestFiles.concat(new byte[] {'a', 0, 0}, TestImages.deflated(new byte[8 << 20])));
        byte[] withText = TestFiles.concat(Arrays.copyOf(png, data), text, Arrays.copyOfRange(png, data, png.length));
        assertThat(decode(withText, 1, 4, 4)).containsOnly(9);
        byte[] damagedText = TestImages.chunk("zTXt", new byte[] {'a', 0, 0, 1, 2});
        withText = TestFiles.concat(Arrays.copyOf(png, data), damagedText, Arrays.copyOfRange(png, data, png.length));
        assertThat(decode(withText, 1, 4, 4)).containsOnly(9);
    }

    @Test
    void checksShapeAndLimits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageDecoder.to(new ImageShape(2, 4, 4)))
                .withMessageContainingAll("1 channel", "3", "not 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> small().withMaxBytes(0))
                .withMessageContainingAll("maxBytes", "not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> small().withMaxPixels(1L << 31))
                .withMessageContainingAll("maxPixels", "2147483648");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageShape(1, 0, 4))
                .withMessageContaining("1, 0, 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageShape(3, 1 << 16, 1 << 15))
                .withMessageContaining("more than 2147483647");
    }
}

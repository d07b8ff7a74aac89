package org.odenet.examples.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.odenet.models.data.DataSetException;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.data.ImageDecoder;
import org.odenet.models.data.ImageShape;

/** The image of a query: one of the collection, an image file, or its pixels. */
final class QueryImages {

    static final int MAX_BYTES = 5_000_000;

    private static final int MAX_PIXELS = 16_000_000;
    private static final int WHITE = 255;
    private static final Set<String> FILES = Set.of("image/png", "image/jpeg", "image/gif", "image/bmp");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private final ImageDataSet images;
    private final ImageDecoder decoder;

    /** Pixels from 0 to 255, {@code [channels, height, width]}. */
    private record Pixels(int[] pixels) {}

    QueryImages(ImageDataSet images) {
        this.images = images;
        this.decoder = ImageDecoder.to(new ImageShape(images.channels(), images.height(), images.width()))
                .withMaxBytes(MAX_BYTES)
                .withMaxPixels(MAX_PIXELS);
    }

    /** An image of the collection. */
    byte[] ofCollection(int id) {
        if (id < 0 || id >= images.size()) {
            throw new HttpException(
                    404, "there is no image " + id + "; the collection has 0 to " + (images.size() - 1));
        }
        byte[] pixels = new byte[images.imageBytes()];
        images.copyImage(id, pixels, 0);
        return pixels;
    }

    /** An image that was sent. */
    byte[] of(String contentType, byte[] body, boolean invert) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        byte[] pixels;
        if (FILES.contains(type)) {
            pixels = decoded(body);
        } else if (type.equals("application/json")) {
            pixels = listed(body);
        } else {
            throw new HttpException(
                    415,
                    "the content is of the type '" + type
                            + "'; send a PNG, JPEG, GIF or BMP image with its type, or {\"pixels\": [...]} as"
                            + " application/json, or name an image of the collection with the parameter id");
        }
        return invert ? inverted(pixels) : pixels;
    }

    private byte[] decoded(byte[] body) {
        try {
            return decoder.decode("in the request", body);
        } catch (DataSetException e) {
            throw new HttpException(400, e.getMessage());
        }
    }

    private byte[] listed(byte[] body) {
        int[] values = parsed(body);
        if (values == null || values.length != images.imageBytes()) {
            throw new HttpException(
                    400,
                    "there are " + (values == null ? 0 : values.length) + " pixels; the network takes "
                            + images.channels() + "x" + images.height() + "x" + images.width() + " = "
                            + images.imageBytes() + " (channels, rows, columns)");
        }
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] > WHITE) {
                throw new HttpException(400, "pixel " + i + " is " + values[i] + "; give whole numbers from 0 to 255");
            }
            pixels[i] = (byte) values[i];
        }
        return pixels;
    }

    /** Null if there are none. */
    private static int[] parsed(byte[] body) {
        try {
            Pixels pixels = MAPPER.readValue(body, Pixels.class);
            return pixels == null ? null : pixels.pixels();
        } catch (JsonProcessingException e) {
            throw unreadable(e.getOriginalMessage());
        } catch (IOException e) {
            // The array is always readable, but may hold no text.
            throw unreadable(e.getMessage());
        }
    }

    private static HttpException unreadable(String why) {
        return new HttpException(400, "the JSON is not {\"pixels\": [whole numbers from 0 to 255]}: " + why);
    }

    private static byte[] inverted(byte[] pixels) {
        byte[] inverted = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            inverted[i] = (byte) (WHITE - (pixels[i] & WHITE));
        }
        return inverted;
    }
}

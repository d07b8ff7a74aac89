package org.odenet.models.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The layout of Tiny-ImageNet-200 (the Stanford course CS231n's set): {@code wnids.txt} lists the WordNet identifiers of
 * the classes, {@code words.txt} gives words for identifiers, {@code train} has a folder for each class, and {@code val}
 * has one folder of images and a table of their classes.
 */
final class TinyImageNet {
    static final String CLASSES_FILE = "wnids.txt";
    private static final String ANNOTATIONS_FILE = "val_annotations.txt";

    private static final String ARCHIVE_FOLDER = "tiny-imagenet-200";
    private static final String IMAGES_FOLDER = "images";

    private final Path folder;
    /** The identifiers of the classes, sorted. */
    private final List<String> identifiers;

    private TinyImageNet(Path folder) {
        this.folder = folder;
        Path classes = folder.resolve(CLASSES_FILE);
        identifiers = lines(classes).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .sorted()
                .toList();
        if (identifiers.isEmpty()) {
            throw new DataSetException("Tiny-ImageNet: %s names no class; fetch the file again".formatted(classes));
        }
    }

    private static List<Path> places(Path folder) {
        return List.of(folder, folder.resolve(ARCHIVE_FOLDER));
    }

    private static Stream<Path> existing(Path folder) {
        return places(folder).stream().filter(place -> Files.exists(place.resolve(CLASSES_FILE)));
    }

    /** Whether this is the set, or its validation part alone, which is no folder of classes either. */
    static boolean isIn(Path folder) {
        return existing(folder).findFirst().isPresent() || Files.exists(folder.resolve(ANNOTATIONS_FILE));
    }

    static TinyImageNet in(Path folder) {
        return existing(folder)
                .findFirst()
                .map(TinyImageNet::new)
                .orElseThrow(() -> new DataSetException(
                        "Tiny-ImageNet: neither %s nor %s has a %s; give the unpacked folder of Tiny-ImageNet-200"
                                .formatted(folder, folder.resolve(ARCHIVE_FOLDER), CLASSES_FILE)));
    }

    ImageFolder train() {
        Path train = existingFolder(folder.resolve("train"));
        List<List<Path>> files = identifiers.stream()
                .map(id -> existingFolder(train.resolve(id).resolve(IMAGES_FOLDER)))
                .map(FolderOfClasses::imagesOf)
                .toList();
        return ImageFolder.inRounds("Tiny-ImageNet train", classNames(), files);
    }

    private static Path existingFolder(Path path) {
        if (!Files.isDirectory(path)) {
            throw new DataSetException(
                    "Tiny-ImageNet: the folder %s does not exist; unpack the whole set, or use the validation part"
                            .formatted(path));
        }
        return path;
    }

    ImageFolder validation() {
        Path table = folder.resolve("val").resolve(ANNOTATIONS_FILE);
        Map<String, List<Path>> filesOfClass = new HashMap<>();
        identifiers.forEach(id -> filesOfClass.put(id, new ArrayList<>()));
        List<String> lines = lines(table);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                addAnnotated(table, i + 1, lines.get(i), filesOfClass);
            }
        }
        List<List<Path>> files = identifiers.stream()
                .map(id -> filesOfClass.get(id).stream().sorted().toList())
                .toList();
        if (files.stream().allMatch(List::isEmpty)) {
            throw new DataSetException("Tiny-ImageNet: %s names no image; fetch the file again".formatted(table));
        }
        return ImageFolder.inRounds("Tiny-ImageNet validation", classNames(), files);
    }

    /** A line has the name of a file, the identifier of its class, and a box, separated by tabs. */
    private static void addAnnotated(Path table, int number, String line, Map<String, List<Path>> filesOfClass) {
        String[] fields = line.split("\t", -1);
        if (fields.length < 2 || !isPlainName(fields[0])) {
            throw new DataSetException(
                    "Tiny-ImageNet: %s, line %d: '%s' is not a file name, a tab and a class identifier; fetch the file again"
                            .formatted(table, number, line));
        }
        List<Path> files = filesOfClass.get(fields[1].strip());
        if (files == null) {
            throw new DataSetException(
                    "Tiny-ImageNet: %s, line %d: the class '%s' of %s is none of the %d in %s; use the files of one set"
                            .formatted(table, number, fields[1], fields[0], filesOfClass.size(), CLASSES_FILE));
        }
        files.add(table.resolveSibling(IMAGES_FOLDER).resolve(fields[0]));
    }

    /** Names only what lies in the folder itself. */
    private static boolean isPlainName(String name) {
        return ImageFormat.isNameOfImage(name) && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == 0);
    }

    private List<String> classNames() {
        Map<String, String> words = words();
        return identifiers.stream().map(id -> words.getOrDefault(id, id)).toList();
    }

    /** The words of each identifier; nothing where the file is missing. */
    private Map<String, String> words() {
        Path file = folder.resolve("words.txt");
        Map<String, String> words = new HashMap<>();
        if (Files.exists(file)) {
            for (String line : lines(file)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && tab < line.length() - 1) {
                    words.put(line.substring(0, tab), line.substring(tab + 1).strip());
                }
            }
        }
        return words;
    }

    private static List<String> lines(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataSetException(
                    "Tiny-ImageNet: the file %s does not exist or is not a file; add it, or unpack the set again"
                            .formatted(file));
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new DataSetException(
                    "Tiny-ImageNet: %s could not be read as text: %s; fetch the file again".formatted(file, e), e);
        }
    }
}

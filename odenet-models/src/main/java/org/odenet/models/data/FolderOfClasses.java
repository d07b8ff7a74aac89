package org.odenet.models.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The layout with one folder of images for each class. */
final class FolderOfClasses {
    private FolderOfClasses() {}

    static ImageFolder list(Path folder) {
        List<Path> entries = visibleEntries(folder);
        List<Path> classes = entries.stream().filter(Files::isDirectory).toList();
        if (classes.isEmpty()) {
            throw unknownLayout(folder, entries);
        }
        List<String> names = classes.stream().map(FolderOfClasses::name).toList();
        List<List<Path>> files = classes.stream().map(FolderOfClasses::imagesOf).toList();
        return ImageFolder.inRounds(name(folder.toAbsolutePath().normalize()), names, files);
    }

    private static DataSetException unknownLayout(Path folder, List<Path> entries) {
        long images = entries.stream().filter(FolderOfClasses::isImage).count();
        return new DataSetException(
                "images: the folder %s has no class folders (%s/class-name/*.%s) and no %s of Tiny-ImageNet-200: it has %d image files and %d others; put the images of each class into a folder of their own"
                        .formatted(
                                folder,
                                folder,
                                String.join("|", ImageFormat.allExtensions()),
                                TinyImageNet.CLASSES_FILE,
                                images,
                                entries.size() - images));
    }

    /** The images of one class, in the order of their names; at least one. */
    static List<Path> imagesOf(Path folder) {
        List<Path> entries = visibleEntries(folder);
        List<Path> images = entries.stream().filter(FolderOfClasses::isImage).toList();
        if (images.isEmpty()) {
            throw new DataSetException(
                    "images: the class folder %s has no image file (%s) among its %d entries; add images, or remove the folder"
                            .formatted(folder, String.join(", ", ImageFormat.allExtensions()), entries.size()));
        }
        return images;
    }

    private static boolean isImage(Path file) {
        return ImageFormat.isNameOfImage(name(file)) && Files.isRegularFile(file);
    }

    private static List<Path> visibleEntries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .sorted(Comparator.comparing(FolderOfClasses::name))
                    .toList();
        } catch (IOException e) {
            throw new DataSetException(
                    "images: the folder %s could not be listed: %s; check it".formatted(folder, e), e);
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }
}

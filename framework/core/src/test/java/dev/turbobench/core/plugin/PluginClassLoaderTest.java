package dev.turbobench.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.BenchmarkPlugin;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginClassLoaderTest {

    private static final String API_CLASS = "dev/turbobench/spi/BenchmarkPlugin.class";

    @TempDir
    Path folder;

    private PluginClassLoader loader;

    @BeforeEach
    void createLoader() throws IOException {
        Path jar = new TestingJar()
                .source("acme.Local", "package acme; public class Local {}")
                .source("org.slf4j.spi.Stray", "package org.slf4j.spi; public class Stray {}")
                .entry(API_CLASS, new byte[] {1})
                .entry("acme/local.txt", "local".getBytes(StandardCharsets.UTF_8))
                .write(folder.resolve("a.jar"));
        URL[] urls = {jar.toUri().toURL()};
        loader = new PluginClassLoader("acme", urls, getClass().getClassLoader());
    }

    @Test
    void sharesTheApiWithTheHost() throws ClassNotFoundException {
        assertThat(loader.loadClass(BenchmarkPlugin.class.getName())).isSameAs(BenchmarkPlugin.class);
        assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
    }

    @Test
    void loadsItsOwnClassesAndTheJdk() throws ClassNotFoundException {
        assertThat(loader.loadClass("acme.Local").getClassLoader()).isSameAs(loader);
        assertThat(loader.loadClass("java.sql.Driver")).isNotNull();
    }

    @Test
    void doesNotSeeTheApplication() {
        assertThatThrownBy(() -> loader.loadClass(PluginLoader.class.getName()))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> loader.loadClass("com.google.inject.Guice"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(loader.getResource("com/google/inject/Guice.class")).isNull();
    }

    @Test
    void neverTakesHostPackagesFromThePlugin() throws IOException {
        assertThatThrownBy(() -> loader.loadClass("org.slf4j.spi.Stray")).isInstanceOf(ClassNotFoundException.class);
        URL host = getClass().getClassLoader().getResource(API_CLASS);
        assertThat(loader.getResource(API_CLASS)).isEqualTo(host);
        assertThat(Collections.list(loader.getResources(API_CLASS))).containsExactly(host);
    }

    @Test
    void findsItsOwnResources() throws IOException {
        try (var in = loader.getResourceAsStream("acme/local.txt")) {
            assertThat(in).hasContent("local");
        }
        assertThat(Collections.list(loader.getResources("acme/local.txt"))).hasSize(1);
    }
}

using Chunking;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Writes plugin folders from source.</summary>
internal static class BrokenCode
{
    /// <summary>What makes a class a chunker.</summary>
    public const string Hook = "public System.Collections.Generic.IReadOnlyList<Chunking.Chunk> Chunk(string text, int? maxSize = null) => System.Array.Empty<Chunking.Chunk>();";

    /// <summary>Makes a class a chunker whose constructor does something.</summary>
    public static string Chunker(string constructor, string more = "") =>
        $"public sealed class Broken : Chunking.IChunker {{ public Broken() {{ {constructor} }} {Hook} {more} }}";

    /// <summary>Makes a row of a plugin that compiles.</summary>
    public static BrokenPlugin Row(string folder, string source, params string[] says) => Row(folder, source, static _ => { }, says);

    /// <summary>Makes a row of a plugin that compiles, with more files.</summary>
    public static BrokenPlugin Row(string folder, string source, Action<string> also, params string[] says) => RowOf(
        folder,
        path =>
        {
            WriteModule(path, Compile(source));
            also(path);
        },
        says);

    /// <summary>Makes a row of a plugin whose folder is written in another way; the manifest is there.</summary>
    public static BrokenPlugin RowOf(string folder, Action<string> write, params string[] says) => new(
        folder,
        PluginErrorCodes.PluginLoadError,
        path =>
        {
            WriteManifest(path, folder, "plugin:Broken");
            write(path);
        },
        says)
    {
        Key = $"chunker:{folder}",
        File = "plugin.dll",
    };

    public static byte[] Compile(string source, params byte[][] references) => CompileAs("plugin", source, references);

    public static byte[] CompileAs(string name, string source, params byte[][] references) => Compiler.Compile(
        name,
        source,
        [
            .. references.Select(static image => MetadataReference.CreateFromImage(image)),
            .. new[] { typeof(IChunker), typeof(IPluginSetup), typeof(IServiceCollection), typeof(IServiceProvider) }.Select(static type => MetadataReference.CreateFromFile(type.Assembly.Location)),
        ]);

    public static void WriteModule(string folder, byte[] image) => Write(folder, "plugin.dll", image);

    public static void Write(string folder, string file, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, file), bytes);

    public static void WriteManifest(string folder, string name, string entryPoint) => File.WriteAllText(Path.Combine(folder, "dagstack.toml"), $"""
        [plugin]
        name = "{name}"
        kind = "chunker"
        runtime = "in_process"
        core_version = ">=0.1.0,<1.0.0"
        entry_point = "{entryPoint}"
        """);
}

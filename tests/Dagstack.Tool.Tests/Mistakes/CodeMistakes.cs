using Dagstack.Extensions.Plugins.Tests.Broken;

namespace Dagstack.Tool.Tests.Mistakes;

/// <summary>Mistakes in the code of a plugin, and between its code and its manifest.</summary>
internal static class CodeMistakes
{
    private const string Needed = "namespace Needed { public static class Thing { public static int Number() => 1; } }";

    private static readonly byte[][] s_more = [.. new[] { typeof(Microsoft.Extensions.Options.IOptions<>), typeof(System.ComponentModel.DataAnnotations.RequiredAttribute) }.Select(static type => File.ReadAllBytes(type.Assembly.Location))];

    public static IReadOnlyList<Mistake> All { get; } =
    [
        new("An assembly of another name", "list --load", static folder =>
        {
            folder.Write("plugins/broken/dagstack.toml", Mistake.Of(("entry_point", "\"plugins:FixedChunker\"")));
            File.Copy(Path.Combine(Plugins.Fixed, "plugin.dll"), folder.Combine("plugins/broken/plugin.dll"));
        }),
        new("A plugin that is not built", "test", static folder => folder.Write("plugins/broken/dagstack.toml", Mistake.Sound)),
        Code("A class with a typo", "public sealed class Brokn;"),
        Code("An abstract class", $"public abstract class Broken : Chunking.IChunker {{ {BrokenCode.Hook} }}"),
        Code("A class without the contract", "public sealed class Broken;"),
        Code("A class that is not public", $"internal sealed class Broken : Chunking.IChunker {{ {BrokenCode.Hook} }}"),
        Code("A private constructor", $"public sealed class Broken : Chunking.IChunker {{ Broken() {{ }} {BrokenCode.Hook} }}"),
        Code("A constructor that throws", BrokenCode.Chunker("throw new System.InvalidOperationException(\"no licence\");")),
        Code("A setup that throws", $"public sealed class Broken : Chunking.IChunker, Dagstack.Extensions.Plugins.IPluginSetup {{ {BrokenCode.Hook} public System.Threading.Tasks.ValueTask SetupAsync(Dagstack.Extensions.Plugins.PluginContext context, System.Threading.CancellationToken cancellationToken) => throw new System.InvalidOperationException(\"no model\"); }}"),
        Code("Options that nobody has given", $"public sealed class Broken : Chunking.IChunker {{ public Broken(Microsoft.Extensions.Options.IOptions<Settings> settings) {{ }} {BrokenCode.Hook} public sealed class Settings {{ [System.ComponentModel.DataAnnotations.Required] public string Url {{ get; set; }} }} }}"),
        Code("A service that the host does not have", $"public sealed class Broken : Chunking.IChunker {{ public Broken(System.Version version) {{ }} {BrokenCode.Hook} }}"),
        Code("A resource that is not declared", $"public sealed class Broken : Chunking.IChunker {{ public Broken(Dagstack.Extensions.Plugins.Clock clock) {{ }} {BrokenCode.Hook} }}"),
        Code("A resource with a typo", BrokenCode.Chunker(string.Empty), ("resources.required", "[\"clok\"]")),
        Code("A resource that the host does not have", BrokenCode.Chunker(string.Empty), ("resources.required", "[\"postgres\"]")),
        new("A library that is not beside the plugin", "list --load", static folder => Write(folder, BrokenCode.Compile(BrokenCode.Chunker("Needed.Thing.Number();"), BrokenCode.CompileAs("Needed", Needed)))),
        Code("A plugin for a newer .NET", $"[assembly: System.Runtime.Versioning.TargetFramework(\".NETCoreApp,Version=v99.0\")] {BrokenCode.Chunker(string.Empty)}"),
        new("A text where the assembly should be", "list --load", static folder => Write(folder, "version https://git-lfs.github.com/spec/v1"u8.ToArray())),
        new("A native library", "list --load", static folder => Write(folder, [0x7F, .. "ELF"u8, 2, 1, 1, 0])),
        Code("A class with a typo, in the contract suite", "public sealed class Brokn;") with { Verb = "test" },
    ];

    private static Mistake Code(string name, string source, params (string Key, string? Value)[] changes) =>
        new(name, "list --load", folder => Write(folder, BrokenCode.Compile(source, s_more), changes));

    private static void Write(TempFolder folder, byte[] image, params (string Key, string? Value)[] changes)
    {
        folder.Write("plugins/broken/dagstack.toml", Mistake.Of(changes));
        BrokenCode.WriteModule(folder.Combine("plugins/broken"), image);
    }
}

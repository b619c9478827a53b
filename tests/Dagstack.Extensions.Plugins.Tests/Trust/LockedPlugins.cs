using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Trust;

/// <summary>A root with one plugin that is locked: its greeting comes from a library beside it, which is loaded with the first call.</summary>
internal sealed class LockedPlugins : IDisposable
{
    public const string Id = "greeter:one";

    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    private static readonly Lazy<(byte[] Plugin, byte[] Library, byte[] OtherLibrary)> s_images = new(Compile);

    private readonly TempFolder _folder = new();

    public LockedPlugins(string more = "")
    {
        Write("one", more);
    }

    public string Root => Path.Combine(_folder.Path, "plugins");

    /// <summary>Gets where hosts make private copies.</summary>
    public string Temp => Path.Combine(_folder.Path, "temp");

    public string Folder => Path.Combine(Root, "one");

    public string LockPath => Path.Combine(Root, PluginLockFile.FileName);

    public static byte[] OtherLibrary => s_images.Value.OtherLibrary;

    /// <summary>Gets the private copies that there are of the plugin.</summary>
    public IReadOnlyList<string> Copies => Directory.Exists(Temp) ? [.. Directory.EnumerateDirectories(Temp).SelectMany(static folder => Directory.EnumerateDirectories(folder))] : [];

    public void Write(string name, string more = "")
    {
        _folder.Write($"plugins/{name}/dagstack.toml", $"""
            [plugin]
            name = "{name}"
            kind = "greeter"
            version = "1.0.0"
            runtime = "in_process"
            core_version = ">=0.1.0,<1.0.0"
            entry_point = "greeters:Greeter"
            {more}
            """);
        File.WriteAllBytes(Path.Combine(Root, name, "greeters.dll"), s_images.Value.Plugin);
        File.WriteAllBytes(Path.Combine(Root, name, "words.dll"), s_images.Value.Library);
    }

    /// <summary>Locks what is there.</summary>
    public async Task<PluginLockReport> LockAsync(string? path = null)
    {
        await using var provider = TestProvider.Build(o => o.Discover(Root));
        var report = await provider.Services.LockPluginsAsync(TestContext.Current.CancellationToken);
        report.File.Save(path ?? LockPath);
        return report;
    }

    public Task<TestProvider> StartAsync(Action<DagstackPluginOptions>? more = null, Action<IServiceCollection>? services = null) => TestProvider.StartAsync(
        o =>
        {
            o.Discover(Root).RequireLock().UseTempRoot(Temp);
            more?.Invoke(o);
        },
        services);

    /// <summary>Changes one byte in the middle of a file.</summary>
    public static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    public void Dispose() => _folder.Dispose();

    private static (byte[] Plugin, byte[] Library, byte[] OtherLibrary) Compile()
    {
        var library = Words("hello");
        var plugin = Compiler.Compile("greeters", "public sealed class Greeter : Fixtures.IGreeter { public string Greet(string name) => Words.Hello + name; }", [.. s_references, MetadataReference.CreateFromImage(library)]);
        return (plugin, library, Words("HACKED"));
    }

    private static byte[] Words(string hello) => Compiler.Compile("words", $"public static class Words {{ public static string Hello => \"{hello} \"; }}", s_references);
}

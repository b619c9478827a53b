using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Folders of greeters that are compiled anew for each version, as a build does.</summary>
internal sealed class ReloadablePlugins : IDisposable
{
    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    private readonly TempFolder _folder = new();
    private int _count;
    private readonly Dictionary<string, byte[]> _compiled = new(StringComparer.Ordinal);

    public string Root => _folder.Path;

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes a plugin whose <c>Greet</c> answers with the version.</summary>
    /// <param name="name">The plugin's name, and its folder's.</param>
    /// <param name="version">The version, which the code has in it.</param>
    /// <param name="more">More lines of the manifest.</param>
    /// <param name="members">More members of the class, and how its setup and teardown go.</param>
    public ReloadablePlugins Write(string name, int version, string more = "", string members = "")
    {
        // What takes long first: both files are one change.
        var image = Compile(version, members);
        WriteManifest(name, more);
        File.WriteAllBytes(AssemblyOf(name), image);
        return this;
    }

    public void WriteManifest(string name, string more = "") => _folder.Write($"{name}/dagstack.toml", $"""
        [plugin]
        name = "{name}"
        kind = "greeter"
        runtime = "in_process"
        core_version = ">=0.1.0,<1.0.0"
        entry_point = "greeters:Versioned"
        {more}
        """);

    public string FolderOf(string name) => Path.Combine(Root, name);

    public string AssemblyOf(string name) => Path.Combine(FolderOf(name), "greeters.dll");

    /// <summary>Compiles a version, once.</summary>
    public byte[] Compile(int version, string members = "")
    {
        var source = Source(version, members);
        lock (_compiled)
        {
            if (!_compiled.TryGetValue(source, out var image))
            {
                _compiled.Add(source, image = Compiler.Compile("greeters", source, s_references));
            }

            return image;
        }
    }

    /// <summary>Waits until the watch has looked at everything that was written before: it has then taken in another plugin, written after it.</summary>
    public async Task SettleAsync(TestProvider provider)
    {
        var last = $"last-{Interlocked.Increment(ref _count)}";
        Write(last, 0);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:" + last) is { IsServing: true });
    }

    private static string Source(int version, string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Dagstack.Extensions.Plugins;

        public sealed class Versioned : Fixtures.IGreeter{{(members.Contains("SetupAsync", StringComparison.Ordinal) ? ", IPluginSetup" : string.Empty)}}{{(members.Contains("TeardownAsync", StringComparison.Ordinal) ? ", IPluginTeardown" : string.Empty)}}
        {
            public string Greet(string name) => "{{version.ToString(CultureInfo.InvariantCulture)}}";

            {{members}}
        }
        """;
}

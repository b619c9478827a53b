using System.Diagnostics;
using System.Globalization;
using Dagstack.Extensions.Plugins;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>A plugin of two files against the same class as an assembly: starts, and edits while a host runs.</summary>
internal static class ScriptTurns
{
    private const int Starts = 40;
    private const int Edits = 15;
    private const int Processes = 15;

    private static readonly TimeSpan s_window = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("dagstack-bench-").FullName;
        try
        {
            var (assembly, script, cache) = (Path.Combine(folder, "assembly"), Path.Combine(folder, "script"), Path.Combine(folder, "cache"));
            Write(assembly, 0, isAssembly: true);
            Write(script, 0, isAssembly: false);
            await TurnTable.WriteAsync("start of a host with one plugin, until it is ready", Starts,
            [
                new("an assembly", () => StartAsync(assembly, cache)),
                new("two files, compiled before", () => StartAsync(script, cache)),
                new("two files, compiled then (the compiler has compiled)", () => StartAsync(script, cache: null)),
            ]).ConfigureAwait(false);
            await TurnTable.WriteAsync("the same as the first that a process does", Processes,
            [
                new("an assembly", () => StartInAProcessAsync(assembly, cache)),
                new("two files, compiled before", () => StartInAProcessAsync(script, cache)),
                new("two files, compiled then", () => StartInAProcessAsync(script, "none")),
            ]).ConfigureAwait(false);
            await EditAsync(assembly, script, cache).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Starts one host, in a process of its own, and writes how long that took.</summary>
    public static async Task RunHostAsync(string root, string cache) =>
        Console.WriteLine((await StartAsync(root, cache == "none" ? null : cache).ConfigureAwait(false)).Time.Ticks);

    private static async Task<(TimeSpan Time, int Count)> StartInAProcessAsync(string root, string cache)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ScriptTurns).Assembly.Location, "turns", "scripts", root, cache]) { RedirectStandardOutput = true })!;
        var ticks = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return (TimeSpan.FromTicks(long.Parse(ticks, CultureInfo.InvariantCulture)), 1);
    }

    /// <summary>Measures from when a folder has been still for the window, which begins when it is written.</summary>
    private static async Task EditAsync(string assembly, string script, string cache)
    {
        await using var first = Host(assembly, cache, isWatched: true);
        await using var second = Host(script, cache, isWatched: true);
        await first.SetupPluginsAsync().ConfigureAwait(false);
        await second.SetupPluginsAsync().ConfigureAwait(false);
        var version = 0;
        await TurnTable.WriteAsync("an edit, from the end of the stable window until it serves", Edits,
        [
            new("an assembly", () => TakeOverAsync(first, assembly, ++version, isAssembly: true)),
            new("two files", () => TakeOverAsync(second, script, ++version, isAssembly: false)),
        ]).ConfigureAwait(false);
    }

    private static async Task<(TimeSpan Time, int Count)> TakeOverAsync(ServiceProvider host, string root, int version, bool isAssembly)
    {
        var meter = host.GetRequiredKeyedService<IMeter>("meter:one");
        var image = isAssembly ? Compile(version) : null;
        var start = Stopwatch.GetTimestamp();
        if (image is null)
        {
            await File.WriteAllTextAsync(Path.Combine(root, "one", "plugin.cs"), Source(version)).ConfigureAwait(false);
        }
        else
        {
            await File.WriteAllBytesAsync(Path.Combine(root, "one", "plugin.dll"), image).ConfigureAwait(false);
        }

        while (meter.Read(0) != version)
        {
            await Task.Delay(1).ConfigureAwait(false);
        }

        return (Stopwatch.GetElapsedTime(start) - s_window, 1);
    }

    private static async Task<(TimeSpan Time, int Count)> StartAsync(string root, string? cache)
    {
        var host = Host(root, cache, isWatched: false);
        await using (host.ConfigureAwait(false))
        {
            var start = Stopwatch.GetTimestamp();
            await host.SetupPluginsAsync().ConfigureAwait(false);
            var time = Stopwatch.GetElapsedTime(start);
            return host.GetRequiredKeyedService<IMeter>("meter:one").Read(0) == 0 ? (time, 1) : throw new InvalidOperationException("It answers something else.");
        }
    }

    private static ServiceProvider Host(string root, string? cache, bool isWatched)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDagstackPlugins(o =>
        {
            o.AddKind<IMeter>().Discover(root).UseScripts(s =>
            {
                s.AllowInProduction("meter:one");
                (s.CacheFolder, s.UseCache) = (cache, cache is not null);
            });
            if (isWatched)
            {
                o.WatchForChanges(watch => watch.StableWindow = s_window);
            }
        });
        return services.BuildServiceProvider();
    }

    private static void Write(string root, int version, bool isAssembly)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "one")).FullName;
        File.WriteAllText(Path.Combine(folder, "dagstack.toml"), """
            [plugin]
            name = "one"
            kind = "meter"
            runtime = "in_process"
            core_version = ">=0.1.0"
            entry_point = "plugin:Reader"
            """);
        if (isAssembly)
        {
            File.WriteAllBytes(Path.Combine(folder, "plugin.dll"), Compile(version));
        }
        else
        {
            File.WriteAllText(Path.Combine(folder, "plugin.cs"), Source(version));
        }
    }

    private static string Source(int version) => string.Create(CultureInfo.InvariantCulture, $$"""
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Reader : Dagstack.Extensions.Benchmarks.IMeter
        {
            public int Read(int value) => value + {{version}};
            public ValueTask<int> TakeAsync(int value) => new(value);
            public ValueTask<int> TakeWithTokenAsync(int value, CancellationToken cancellationToken) => new(value);
        }
        """);

    private static byte[] Compile(int version)
    {
        using var image = new MemoryStream();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "Meter.Contracts.dll" or "Dagstack.Extensions.Plugins.Abstractions.dll")
            .Select(static path => MetadataReference.CreateFromFile(path));
        var result = CSharpCompilation.Create("plugin", [CSharpSyntaxTree.ParseText(Source(version))], references, new(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        return result.Success ? image.ToArray() : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
    }
}

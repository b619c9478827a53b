using System.Reflection;
using Dagstack.Extensions.Plugins;
using Letters;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>Folders of plugins with the class of the fixture, and the programs beside it.</summary>
internal sealed class Letterbox : IAsyncDisposable
{
    private static readonly string s_root = typeof(Letterbox).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "RepositoryRoot").Value!;

    private readonly List<ServiceProvider> _hosts = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("dagstack-bench-").FullName;

    public static string Server { get; } = Program("Letters.Server");

    public static string Nothing { get; } = Program("Nothing");

    /// <summary>Makes a folder with one plugin.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="className">Its class.</param>
    /// <param name="lines">The lines of its manifest that differ.</param>
    /// <returns>The folder above.</returns>
    public async Task<string> AddAsync(string name, string kind, string className, string lines)
    {
        var root = Path.Combine(Folder, name);
        var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        File.Copy(Path.Combine(s_root, "tests", "fixtures", "Letters", "Letters.Plugin", "bin", "Release", "net10.0", "letters.dll"), Path.Combine(folder, "letters.dll"));
        await File.WriteAllTextAsync(Path.Combine(folder, "dagstack.toml"), $"""
            [plugin]
            name = "{name}"
            kind = "{kind}"
            core_version = ">=0.1.0"
            entry_point = "letters:{className}"
            {lines}
            """).ConfigureAwait(false);
        return root;
    }

    /// <summary>Starts a host of a folder of plugins.</summary>
    public async Task<T> StartAsync<T>(string root, string key, int processes = 1)
        where T : class
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDagstackPlugins(options => options.AddKind<ILetter>().AddKind<IPrimes>().Discover(root).UseMcp(mcp => mcp.MaxProcesses = processes));
        var provider = services.BuildServiceProvider();
        _hosts.Add(provider);
        await provider.SetupPluginsAsync().ConfigureAwait(false);
        return provider.GetRequiredKeyedService<T>(key);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static string Program(string name) => Path.Combine(s_root, "tests", "fixtures", "Letters", name, "bin", "Release", "net10.0", OperatingSystem.IsWindows() ? name + ".exe" : name);
}

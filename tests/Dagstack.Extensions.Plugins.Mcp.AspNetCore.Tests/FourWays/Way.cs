using Chunking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>A host with the plugins <c>chunker:fixed</c> and <c>probe:csharp</c>, whose files are those of any other way: only what says where they run differs.</summary>
public abstract class Way : IAsyncLifetime
{
    private readonly TempFolder _root = new();
    private ServiceProvider? _services;

    /// <summary>Gets the section of the caller's host.</summary>
    public ConfigurationManager Configuration { get; } = new();

    public IChunker Chunker => _services!.GetRequiredKeyedService<IChunker>("chunker:fixed");

    public IProbe Probe => _services!.GetRequiredKeyedService<IProbe>("probe:csharp");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(Configuration);
        services.AddDagstackPlugins(options => options.Discover(PathOf("plugins")).UseMcp(static mcp => mcp.MaxProcesses = 2));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await _services.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        Assert.All(_services.GetRequiredService<IPluginRegistry>().Plugins, static plugin => Assert.True(plugin.State == PluginState.Ready, $"{plugin.Id}: {plugin.Reason}"));
        Assert.Equal(2, _services.GetRequiredService<IPluginRegistry>().Plugins.Count);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_services is { } services)
        {
            await services.DisposeAsync();
        }

        Configuration.Dispose();
        _root.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sets a value of a plugin's section, in the host that has the plugin.</summary>
    public virtual Task ConfigureAsync(string key, string value)
    {
        Configuration[key] = value;
        ((IConfigurationRoot)Configuration).Reload();
        return Task.CompletedTask;
    }

    /// <summary>Puts the plugins where the host looks for them.</summary>
    protected abstract Task PrepareAsync();

    protected string PathOf(string name) => _root.Combine(name);

    /// <summary>Copies both plugins, and changes their manifests alone.</summary>
    protected void CopyPlugins(string root, Func<string, string> manifest)
    {
        foreach (var name in new[] { "fixed-chunker", "csharp" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(PathOf(root), name)).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "plugins", name)))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            var path = Path.Combine(folder, "dagstack.toml");
            File.WriteAllText(path, manifest(File.ReadAllText(path)));
        }
    }
}

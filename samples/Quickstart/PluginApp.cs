using Chunking;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Quickstart;

/// <summary>The three things that this application does, each in a host of its own.</summary>
internal static class PluginApp
{
    private const string FixedChunker = "chunker:fixed";

    public static async Task ChunkAsync(string file, int? maxSize, string[] directories, IPrinter printer, CancellationToken cancellation)
    {
        var text = await TextFile.ReadAsync(file, cancellation);
        if (maxSize < 1)
        {
            throw new ArgumentOutOfRangeException(null, $"--max-size must be at least 1, and {maxSize} was given.");
        }

        using var host = Build(directories, continueOnConflict: false);
        await host.StartAsync(cancellation);
        var chunker = host.Services.GetKeyedService<IChunker>(FixedChunker)
            ?? throw new InvalidOperationException($"There is no plugin {FixedChunker} in {Places(directories)}. Name a folder that has it with --plugins, or see what there is with --list.");
        printer.Print(chunker.Chunk(text, maxSize));
        await host.StopAsync(cancellation);
    }

    public static async Task ListAsync(string[] directories, IPrinter printer, CancellationToken cancellation)
    {
        using var host = Build(directories, continueOnConflict: true);
        await host.StartAsync(cancellation);
        printer.Print(host.Services.GetRequiredService<IPluginRegistry>().Plugins);
        await host.StopAsync(cancellation);
    }

    public static void PrintConfiguration(string plugin, string[] directories, IPrinter printer)
    {
        if (!PluginId.TryParse(plugin, out var id))
        {
            throw new FormatException($"'{plugin}' is not a plugin. Write kind and name, such as {FixedChunker}.");
        }

        using var host = Build(directories, continueOnConflict: true);
        var registry = host.Services.GetRequiredService<IPluginRegistry>();
        if (registry.Find(id) is null)
        {
            throw new InvalidOperationException($"There is no plugin {id} in {Places(directories)}. See what there is with --list.");
        }

        printer.Print(registry.DescribeConfiguration(id));
    }

    private static string Places(string[] directories) => directories.Length == 0 ? "plugins/" : string.Join(", ", directories);

    private static IHost Build(string[] directories, bool continueOnConflict)
    {
        var builder = Host.CreateApplicationBuilder();

        // Standard output carries the answer only.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // What goes wrong is said once: by the message of an error, or by the list.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        if (continueOnConflict)
        {
            builder.Logging.AddFilter("Dagstack", LogLevel.None);
        }

        builder.Services.AddDagstackPlugins(o =>
        {
            o.ContinueOnConflict = continueOnConflict;
            foreach (var directory in directories.DefaultIfEmpty("plugins/"))
            {
                o.Discover(directory);
            }
        });
        return builder.Build();
    }
}

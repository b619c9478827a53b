using Chunking;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.None);
builder.Services.AddDagstackPlugins(options => options.Discover("plugins/").UseMcp(mcp => mcp.MaxProcesses = 2));

using var host = builder.Build();
await host.StartAsync();
var chunker = host.Services.GetRequiredKeyedService<IChunker>("chunker:brackets");
Print("(a)(b(c))");
Print(new string('(', 1_000_000));
Print("(d)");
await host.StopAsync();

void Print(string text)
{
    var shown = text.Length > 20 ? $"{text.Length:N0} open brackets" : text;
    try
    {
        Console.WriteLine($"{shown}: {string.Join(' ', chunker.Chunk(text).Select(static chunk => chunk.Text))}");
    }
    catch (PluginUnavailableException)
    {
        // Whoever looks for the reason finds it in the message: the signal, and the last lines that the process wrote.
        Console.WriteLine($"{shown}: the process of the plugin has ended, and the host goes on");
    }
}

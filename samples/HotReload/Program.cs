using Chunking;
using Dagstack.Extensions.Plugins;
using HotReload;

if (args is not [var folder, var number] || !int.TryParse(number, out var versions))
{
    Console.Error.WriteLine("usage: HotReload <folder of plugins> <versions to come>, which run.sh calls");
    return 2;
}

var builder = WebApplication.CreateBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Dagstack.Extensions.Plugins", LogLevel.Debug).AddSimpleConsole(o => o.SingleLine = true);
builder.Services.AddDagstackPlugins(o => o.Discover(folder).WatchForChanges());

var app = builder.Build();
app.MapGet("/chunks", (string text, [FromKeyedServices("chunker:fixed")] IChunker chunker) => chunker.Chunk(text));
app.MapGet("/plugins", (IPluginRegistry registry) => registry.Plugins.Select(PluginView.Of));
await app.StartAsync();

// From here on run.sh builds one version after the other into the folder.
using var load = new Load(new Uri(app.Urls.Single()), versions);
Console.WriteLine($"serving at {app.Urls.Single()}/plugins");
var plugin = await load.RunAsync(app.Services.GetRequiredService<IPluginRegistry>(), app.Lifetime.ApplicationStopping);
await app.StopAsync();
await app.DisposeAsync();
return load.Report(plugin) ? 0 : 1;

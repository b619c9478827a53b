using Chunking;
using ConfigurationSample;
using Dagstack.Extensions.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using var folder = new ConfigFolder();
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.Path });
builder.Logging.ClearProviders();
var refused = new TaskCompletionSource<string>();

// Layers: app-config.yaml, app-config.local.yaml, app-config.demo.yaml.
builder.Configuration.AddDagstackConfig("app-config.yaml", options =>
{
    options.EnvironmentName = "demo";
    options.ReloadOnChange = true;
    options.SecretSources.Add(new FileSecrets(Path.Combine(folder.Path, "secrets")));
    options.Validate(static config => config.GetSection<Upstream>("upstream"));
    options.OnReloadRejected = error => refused.TrySetResult(error.Problems[0].ToString());
});
builder.Services.AddDagstackConfig();
builder.Services.AddDagstackPlugins(o => o.Discover(Path.Combine(AppContext.BaseDirectory, "plugins")));

using var host = builder.Build();
await host.StartAsync();
var config = host.Services.GetRequiredService<DagstackConfig>();
var chunker = host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed");

Console.WriteLine($"files:    {string.Join(", ", config.SourceIds)}");
var upstream = config.GetSection<Upstream>("upstream");
Console.WriteLine($"upstream: {upstream.Url}, {upstream.Retries} retries, a token of {upstream.Token.Length} characters");
Console.WriteLine($"snapshot: {config.Snapshot()}");
Print();

// A change that does not fit is refused as a whole, and the old values stay.
folder.Write("app-config.demo.yaml", "upstream: {retries: many}\nchunker: {fixed: {max_size: 1}}\n");
Console.WriteLine($"refused:  {await refused.Task}");
Print();

// One that fits is taken over, and the running plugin has it.
var taken = new TaskCompletionSource();
using (config.OnSectionChange<Dictionary<string, int>>("chunker.fixed", (before, after) =>
{
    Console.WriteLine($"changed:  max_size {before["max_size"]} -> {after["max_size"]}");
    taken.TrySetResult();
}))
{
    folder.Write("app-config.demo.yaml", "chunker: {fixed: {max_size: 8}}\n");
    await taken.Task;
}

Print();
await host.StopAsync();

void Print() => Console.WriteLine($"pieces:   {string.Join(" | ", chunker.Chunk("Hello, dagstack!").Select(static chunk => chunk.Text))}");

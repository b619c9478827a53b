using Chunking;
using Dagstack.Extensions.Plugins;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDagstackPlugins(o => o.Discover("plugins/").UseScripts().WatchForChanges());

var app = builder.Build();
app.MapPost("/chunks", async ([FromKeyedServices("chunker:lines")] IChunker chunker, HttpRequest request) =>
{
    using var reader = new StreamReader(request.Body);
    return chunker.Chunk(await reader.ReadToEndAsync());
});
await app.RunAsync();

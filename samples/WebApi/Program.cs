using Chunking;
using WebApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddValidation();
builder.Services.AddDagstackPlugins(o => o.Discover("plugins/"));

var app = builder.Build();
app.MapPost("/chunks", (Document document, [FromKeyedServices("chunker:fixed")] IChunker chunker) => chunker.Chunk(document.Text, document.MaxSize));
app.Run();

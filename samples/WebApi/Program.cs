using Chunking;
using WebApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddValidation();
builder.Services.AddSingleton<IChunker, LineChunker>();

var app = builder.Build();
app.MapPost("/chunks", (Document document, IChunker chunker) => chunker.Chunk(document.Text, document.MaxSize));
app.Run();

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Dagstack.Extensions.Orchestration;
using Dagstack.Extensions.Plugins;
using Indexing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Indexes all documents of a folder, each in four steps. Kill it at any moment and start it again: it goes on.
//   dotnet run -- --documents ../../docs --data data [--latency 5] [--postgres "Host=localhost;Database=units"]
var builder = Host.CreateApplicationBuilder(args);
var documents = builder.Configuration["documents"] ?? throw new InvalidOperationException("Name a folder with documents: --documents ../../docs");
var data = builder.Configuration["data"] ?? "data";
string[] steps = ["parse", "chunk", "embed", "index"];

var model = new Model(TimeSpan.FromMilliseconds(builder.Configuration["latency"] is { } latency ? int.Parse(latency, CultureInfo.InvariantCulture) : 5));
var workspace = new Workspace(documents, data);
builder.Services.AddSingleton(model).AddSingleton(workspace);
builder.Services.AddDagstackPlugins(o => o.AddFromAssemblyOf<IStep>().UseOrchestration(x =>
{
    if (builder.Configuration["postgres"] is { } connection)
    {
        x.UsePostgreSql(connection);
    }
    else
    {
        x.UseSqlite(Path.Combine(Path.GetFullPath(data), "units.db"));
    }

    // A document whose step has failed for good is not indexed from what an earlier one has left.
    foreach (var step in steps)
    {
        x.ForPlugin($"step:{step}", static plugin => plugin.OnFailure = UnitFailureMode.Halt);
    }
}));

using var host = builder.Build();
await host.StartAsync();
var units = host.Services.GetRequiredService<IUnits>();
var began = Stopwatch.GetTimestamp();

// The steps of a document wait in its queue, one behind the other. What was taken in before the crash is not taken in again.
var taken = await Task.WhenAll(workspace.Documents.Select(async document =>
{
    var results = new List<EnqueueResult>();
    foreach (var step in steps)
    {
        results.Add(await units.EnqueueAsync(step, new { document }));
    }

    return results;
}));
var results = taken.SelectMany(static one => one).ToList();
Console.WriteLine($"{workspace.Documents.Count} documents, {results.Count} units, of which {results.Count(static one => one.Deduplicated)} were there already.");

var ended = await Task.WhenAll(results.Select(async one => await units.WaitAsync(one.UnitId)));
var elapsed = Stopwatch.GetElapsedTime(began);
foreach (var unit in ended.Where(static unit => unit.State != UnitState.Succeeded))
{
    Console.WriteLine($"{unit.Plugin} of {unit.PartitionKey}: {unit.State}. {unit.Error}");
}

Console.WriteLine($"{model.Calls} vectors made by this process in {elapsed.TotalSeconds:0.0} s, {results.Count / elapsed.TotalSeconds:0} units a second.");
Console.WriteLine($"index {Digest(Path.Combine(data, "index"))}");
await host.StopAsync();

// What is in the index: the same, however often somebody was killed on the way.
static string Digest(string folder)
{
    using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
    {
        hash.AppendData(File.ReadAllBytes(file));
    }

    return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
}

using System.Text.Json.Serialization;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Dispatch;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>A contract whose calls have payloads of any size.</summary>
[PluginKind("carrier", JsonContext = typeof(CarrierJson))]
public interface ICarrier
{
    int Store(string name, int count, IReadOnlyList<CarriedLine> items);
}

public sealed record CarriedLine(int Id, string Label, DateTimeOffset When, decimal Price);

/// <summary>What the arguments are as one record, written by hand.</summary>
public sealed record CarriedPayload(string Name, int Count, IReadOnlyList<CarriedLine> Items);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CarriedPayload))]
public sealed partial class CarrierJson : JsonSerializerContext;

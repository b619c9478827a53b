using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>How the model is written as JSON, whatever the application says of its own.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(PluginList))]
[JsonSerializable(typeof(PluginReport))]
[JsonSerializable(typeof(PluginActionResult))]
[JsonSerializable(typeof(PluginItem))]
[JsonSerializable(typeof(PluginKindItem))]
[JsonSerializable(typeof(UnitList))]
[JsonSerializable(typeof(UnitReport))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(UnitActionResult))]
[JsonSerializable(typeof(IReadOnlyList<UnitCountItem>))]
internal sealed partial class ModelJson : JsonSerializerContext;

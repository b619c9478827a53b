using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>What the SDK has taken apart, and is put together again.</summary>
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class ExportJson : JsonSerializerContext;

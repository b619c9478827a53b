using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

[JsonSerializable(typeof(Unit))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(ProgressReport))]
[JsonSerializable(typeof(object[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(Dictionary<string, object?>))]
internal sealed partial class UnitJson : JsonSerializerContext;

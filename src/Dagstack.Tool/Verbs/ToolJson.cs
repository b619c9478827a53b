using System.Text.Json.Serialization;
using Dagstack.Tool.Verbs.New;
using Dagstack.Tool.Verbs.Units;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ValidateReport))]
[JsonSerializable(typeof(ListReport))]
[JsonSerializable(typeof(InspectReport))]
[JsonSerializable(typeof(NewReport))]
[JsonSerializable(typeof(ConfigReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(LockReport))]
[JsonSerializable(typeof(PackReport))]
[JsonSerializable(typeof(AddReport))]
[JsonSerializable(typeof(RemoveReport))]
[JsonSerializable(typeof(UpdateReport))]
[JsonSerializable(typeof(EmitReport))]
[JsonSerializable(typeof(DiffReport))]
[JsonSerializable(typeof(UnitsListReport))]
[JsonSerializable(typeof(ShownUnit))]
[JsonSerializable(typeof(EnqueuedUnit))]
[JsonSerializable(typeof(ChangedUnit))]
[JsonSerializable(typeof(BackfilledUnits))]
internal sealed partial class ToolJson : JsonSerializerContext;

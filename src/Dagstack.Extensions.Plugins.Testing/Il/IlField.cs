namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>A static field of a plugin's own.</summary>
/// <param name="Type">The full name of the type that has it.</param>
/// <param name="Name">The name as written in source: of an automatic property, the property's.</param>
/// <param name="FieldType">The full name of its type.</param>
/// <param name="IsReadOnly">Whether only the static constructor writes it.</param>
/// <param name="IsThreadStatic">Whether each thread has one.</param>
internal sealed record IlField(string Type, string Name, string FieldType, bool IsReadOnly, bool IsThreadStatic);

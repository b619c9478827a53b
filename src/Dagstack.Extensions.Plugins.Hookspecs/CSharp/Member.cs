using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>A property of a record.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Field">The property of the schema.</param>
/// <param name="Type">Its type.</param>
internal sealed record Member(string Name, Field Field, CSharpType Type);

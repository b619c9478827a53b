namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>What metadata calls a type.</summary>
/// <param name="Name">The full name, of a generic type that of its definition.</param>
/// <param name="Arguments">Its type arguments.</param>
internal sealed record SignatureType(string Name, IReadOnlyList<SignatureType> Arguments)
{
    public override string ToString() => Arguments.Count == 0 ? Name : $"{Name.Split('`')[0]}<{string.Join(", ", Arguments)}>";
}

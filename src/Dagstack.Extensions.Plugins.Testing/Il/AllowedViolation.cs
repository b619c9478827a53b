namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>A violation that the author has allowed, by <see cref="AllowPluginViolationAttribute"/>.</summary>
/// <param name="Type">The full name of the type; null for the whole assembly.</param>
/// <param name="Member">The member; null for the whole type.</param>
/// <param name="Code">The name of the error.</param>
/// <param name="Justification">Why, in the author's words.</param>
internal sealed record AllowedViolation(string? Type, string? Member, string Code, string Justification)
{
    public bool Covers(string type, string member, string code) =>
        Code == code
        && (Type is null || type == Type || type.StartsWith(Type + "+", StringComparison.Ordinal))
        && (Member is null || Member == member);
}

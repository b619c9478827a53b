namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>What a parameter or property gets.</summary>
internal readonly struct MemberValue
{
    public static MemberValue Absent => new() { IsGood = true };

    public static MemberValue Bad => default;

    public object? Value { get; private init; }

    public bool IsThere { get; private init; }

    /// <summary>Gets a value indicating whether nothing has been reported.</summary>
    public bool IsGood { get; private init; }

    public static MemberValue Of(object? value) => new() { Value = value, IsThere = true, IsGood = true };
}

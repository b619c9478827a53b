namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>What a change of a schema does to the values that fit it.</summary>
internal enum SchemaEffect
{
    /// <summary>Nothing: it is said to people only.</summary>
    Words,

    /// <summary>Nothing, but what is left out means something else.</summary>
    Default,

    /// <summary>There is a property more, which may be left out.</summary>
    OptionalProperty,

    /// <summary>There is a property more, which has to be there.</summary>
    RequiredProperty,

    /// <summary>More fits.</summary>
    Widens,

    /// <summary>Less fits.</summary>
    Narrows,

    /// <summary>Other values fit.</summary>
    Shifts,
}

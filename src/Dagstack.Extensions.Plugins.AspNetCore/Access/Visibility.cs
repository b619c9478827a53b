namespace Dagstack.Extensions.Plugins.AspNetCore.Access;

/// <summary>What a request may see.</summary>
internal enum Visibility
{
    /// <summary>Nothing, not even that there is something.</summary>
    Hidden,

    /// <summary>That there is something, and nothing of it: a page of another site asks, and no user is known.</summary>
    OtherSite,

    /// <summary>What there is, since the application says that anybody may, or is being developed.</summary>
    Open,

    /// <summary>What there is; whoever asks was authorised.</summary>
    Authorized,
}

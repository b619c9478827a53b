using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Access;

/// <summary>What an endpoint says of who may call it.</summary>
internal static class AuthorizedBy
{
    /// <summary>Tells whether anybody may: that wins over all else, as it does for the middleware.</summary>
    public static bool Nobody(EndpointMetadataCollection metadata) => metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>Tells whether the middleware of the application has to authorise: ASP.NET Core refuses to run such an endpoint without it.</summary>
    public static bool Metadata(EndpointMetadataCollection metadata) => !Nobody(metadata) && metadata.GetMetadata<IAuthorizeData>() is not null;
}

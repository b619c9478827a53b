using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Keys;

/// <summary>Looks at endpoints while they are built: one that takes a contract without a key cannot be, and ASP.NET Core would say so in words that know nothing of plugins.</summary>
internal static class BuildingEndpoints
{
    /// <summary>Finds where they ask for services. What cannot be looked at is logged, and the rest is.</summary>
    public static IReadOnlyList<PluginKeyUse> Find(IEnumerable<EndpointDataSource> sources, IServiceProvider services, ILogger logger)
    {
        var uses = new List<PluginKeyUse>();
        foreach (var source in sources)
        {
            try
            {
                source.GetGroupedEndpoints(new()
                {
                    Prefix = RoutePatternFactory.Parse(string.Empty),
                    ApplicationServices = services,

                    // Handlers are known at the beginning, before one can fail; actions of controllers at the end.
                    Conventions = [Look],
                    FinallyConventions = [Look],
                });
            }
            catch (Exception fault)
            {
                // It cannot be built. If that is for a contract, it was seen by then; else it is for ASP.NET Core to say whether the application can do without it.
                logger.KeysNotLookedAt(ExceptionText.Loggable(fault));
            }
        }

        return uses;

        void Look(EndpointBuilder endpoint) => uses.AddRange(HandlerParameters.Of(endpoint.DisplayName, endpoint.Metadata));
    }
}

using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Access;

/// <summary>Lets requests on that may see the plugins, and answers all others as if there were nothing.</summary>
/// <param name="services">The application's services.</param>
/// <param name="pattern">Where the plugins are mapped, as it is written.</param>
/// <param name="logger">The log.</param>
internal sealed class PlaceGuard(IServiceProvider services, string pattern, ILogger logger)
{
    private readonly bool _isDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() == true;
    private readonly string? _allowedHosts = services.GetService<IConfiguration>()?["AllowedHosts"];
    private int _said;

    /// <summary>Judges a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="next">What answers it if it may see anything.</param>
    public async Task RunAsync(HttpContext http, Func<HttpContext, Visibility, Task> next)
    {
        var metadata = http.GetEndpoint()!.Metadata;
        if (AuthorizedBy.Metadata(metadata))
        {
            await AuthorizedAsync(http, next).ConfigureAwait(false);
        }
        else if (AuthorizedBy.Nobody(metadata))
        {
            await next(http, Visibility.Open).ConfigureAwait(false);
        }
        else if (await FallbackPolicy.FindAsync(http.RequestServices).ConfigureAwait(false) is { } policy)
        {
            await FallbackPolicy.RunAsync(policy, http, authorized => AuthorizedAsync(authorized, next)).ConfigureAwait(false);
        }
        else if (_isDevelopment)
        {
            await WithoutUserAsync(http, Visibility.Open, next).ConfigureAwait(false);
        }
        else
        {
            if (Interlocked.Exchange(ref _said, 1) == 0)
            {
                logger.HiddenFromAll(pattern);
            }

            await next(http, Visibility.Hidden).ConfigureAwait(false);
        }
    }

    private Task AuthorizedAsync(HttpContext http, Func<HttpContext, Visibility, Task> next) =>
        http.User.Identities.Any(static identity => identity.IsAuthenticated) ? next(http, Visibility.Authorized) : WithoutUserAsync(http, Visibility.Authorized, next);

    /// <summary>Where nobody had to say who he is, a page of another site may do what its visitor may, unless it is told by the names of the hosts.</summary>
    private Task WithoutUserAsync(HttpContext http, Visibility visibility, Func<HttpContext, Visibility, Task> next) =>
        RequestHost.FindForeign(http.Request, _allowedHosts) is { } foreign ? HideAsync(http, foreign, next)
        : CrossSite.MayRead(http.Request) ? next(http, visibility)
        : next(http, Visibility.OtherSite);

    private Task HideAsync(HttpContext http, string host, Func<HttpContext, Visibility, Task> next)
    {
        if (Interlocked.Exchange(ref _said, 1) == 0)
        {
            logger.HiddenFromHost(pattern, Excerpt.Of(host));
        }

        return next(http, Visibility.Hidden);
    }
}

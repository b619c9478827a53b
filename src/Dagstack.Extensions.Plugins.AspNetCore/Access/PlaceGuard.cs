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
            await next(http, Visibility.Authorized).ConfigureAwait(false);
        }
        else if (AuthorizedBy.Nobody(metadata))
        {
            await next(http, Visibility.Open).ConfigureAwait(false);
        }
        else if (await FallbackPolicy.FindAsync(http.RequestServices).ConfigureAwait(false) is { } policy)
        {
            await FallbackPolicy.RunAsync(policy, http, authorized => next(authorized, Visibility.Authorized)).ConfigureAwait(false);
        }
        else if (_isDevelopment && RequestHost.IsOwn(http.Request.Host.Host, _allowedHosts))
        {
            await next(http, Visibility.Open).ConfigureAwait(false);
        }
        else
        {
            await HideAsync(http, next).ConfigureAwait(false);
        }
    }

    private Task HideAsync(HttpContext http, Func<HttpContext, Visibility, Task> next)
    {
        if (Interlocked.Exchange(ref _said, 1) == 0)
        {
            if (_isDevelopment)
            {
                logger.HiddenFromHost(pattern, Excerpt.Of(http.Request.Host.Host));
            }
            else
            {
                logger.HiddenFromAll(pattern);
            }
        }

        return next(http, Visibility.Hidden);
    }
}
